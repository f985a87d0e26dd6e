import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { taskId } from '#shared/task/task.ts';
import { stage } from '../../worker/stage/run.ts';
import { call, MEND, recording, SIGN } from '../../worker/stage/sample.ts';
import { MAIN } from '../../worker/stage/stage.ts';
import { openCloudRun } from './cloud-run.ts';

const LONG = recording([call('bash', { command: 'sleep 60' })]);

/** The worker's real entry point as a job, with as much of a bot and of GitHub as it sees. */
async function openJob(cassette: object, { graceMs = 10_000 } = {}) {
  const opened = await stage({ files: SIGN, cassette });
  const { PATH = '', BELLHOP_SCRATCH = '', BELLHOP_BOT_URL = '', ...told } = opened.env;
  const cloud = await openCloudRun({
    command: [process.execPath, MAIN],
    env: { PATH, TMPDIR: BELLHOP_SCRATCH },
    graceMs,
  });
  const { BELLHOP_EVENTS = '', BELLHOP_CASSETTES = '' } = told;
  const runner = cloud.open({ env: { BELLHOP_BOT_URL, BELLHOP_EVENTS, BELLHOP_CASSETTES } });
  const start = () =>
    runner.start({ task: taskId(told.BELLHOP_TASK ?? ''), attempt: 1, capability: told.BELLHOP_CAPABILITY ?? '' });
  return { ...opened, cloud, runner, start };
}

test('a job goes from its claim to a push under the name Cloud Run gave it', async () => {
  const { bot, cloud, start } = await openJob(recording([MEND]));
  const execution = await start();
  await cloud.execution(execution).ended;
  expect(cloud.execution(execution).state()).toMatchObject({ how: 'succeeded' });
  expect(bot.claims).toEqual([execution]);
  expect(bot.end()?.outcome.end).toBe('pushed');
});

test('a job that is cancelled tells its end before Cloud Run kills it, and leaves nothing behind', async () => {
  const { bot, cloud, runner, scratch, start } = await openJob(LONG);
  const execution = await start();
  await bot.saw('baseline.measured');
  expect(existsSync(join(scratch, 'bellhop', execution))).toBe(true);
  await runner.stop(execution);
  expect(bot.end()?.outcome).toEqual({ end: 'stopped' });
  expect(existsSync(join(scratch, 'bellhop', execution))).toBe(false);
  expect(cloud.execution(execution).state()).toMatchObject({ how: 'cancelled' });
});

test('a job whose machine goes into maintenance tells its end in the ten seconds it has', async () => {
  const { bot, cloud, start } = await openJob(LONG);
  const execution = cloud.execution(await start());
  await bot.saw('baseline.measured');
  execution.evict();
  await execution.ended;
  expect(bot.end()?.outcome).toEqual({ end: 'stopped' });
  expect(execution.state()).toMatchObject({ how: 'succeeded' });
});

test('a job whose machine goes while the bot is away ends without being killed', async () => {
  const { bot, cloud, start } = await openJob(LONG);
  const execution = cloud.execution(await start());
  await bot.saw('baseline.measured');
  await bot.goAway();
  execution.evict();
  await execution.ended;
  expect(execution.state()).toMatchObject({ how: 'succeeded' });
  await bot.comeBack();
  await bot.saw('attempt.ended');
});

test('a job that stands still and goes on tells the rest', async () => {
  const { bot, cloud, start } = await openJob(recording([MEND]));
  const execution = cloud.execution(await start());
  await bot.saw('workspace.ready');
  execution.signal('SIGSTOP');
  // What was on its way arrives.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const told = bot.facts.length;
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(bot.facts.length).toBe(told);
  execution.signal('SIGCONT');
  await execution.ended;
  expect(bot.end()?.outcome.end).toBe('pushed');
});
