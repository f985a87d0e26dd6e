import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { failureOf, run, stage } from './stage/run.ts';
import { call, MEND, recording, SIGN } from './stage/sample.ts';
import { BRANCH } from './stage/stage.ts';

test('a stop in the middle of a step ends the attempt at once, and only once', async () => {
  const opened = await stage({ files: SIGN, cassette: recording([call('bash', { command: 'sleep 60' })]) });
  const worker = opened.start();
  await opened.bot.saw('baseline.measured');
  opened.bot.stop();
  expect(await worker.exited, worker.output()).toBe(0);
  expect(opened.bot.end()?.outcome).toEqual({ end: 'stopped' });
  expect(opened.bot.facts.filter(({ type }) => type === 'attempt.ended')).toHaveLength(1);
  expect(opened.bot.end()?.report.steps.at(-1)).toMatchObject({ state: 'failed', gist: 'stopped' });
  expect(existsSync(`${opened.scratch}/execution-1`)).toBe(false);
});

test('SIGTERM ends it the same way', async () => {
  const opened = await stage({ files: SIGN, cassette: recording([call('bash', { command: 'sleep 60' })]) });
  const worker = opened.start();
  await opened.bot.saw('baseline.measured');
  worker.kill('SIGTERM');
  expect(await worker.exited, worker.output()).toBe(0);
  expect(opened.bot.end()?.outcome).toEqual({ end: 'stopped' });
});

test('a bot that is away for a while is waited for', async () => {
  const opened = await stage({ files: SIGN, cassette: recording([MEND]) });
  const worker = opened.start();
  await opened.bot.saw('workspace.ready');
  await opened.bot.goAway();
  await sleep(3_000);
  await opened.bot.comeBack();
  expect(await worker.exited, worker.output()).toBe(0);
  expect(opened.bot.end()?.outcome.end).toBe('pushed');
});

test('a worker that cannot renew its lease stops itself', async () => {
  const cassette = recording([call('bash', { command: 'sleep 60' })]);
  const opened = await stage({ files: SIGN, cassette, assignment: { leaseMs: 2_000 } });
  const worker = opened.start();
  await opened.bot.saw('baseline.measured');
  await opened.bot.goAway();
  await opened.bot.saw('attempt.ended');
  await opened.bot.comeBack();
  expect(await worker.exited, worker.output()).toBe(0);
  expect(failureOf(opened.bot)).toMatchObject({ code: 'lease_lost', whose: 'transient' });
});

test('an event that was lost on the way is sent again', async () => {
  const opened = await stage({ files: SIGN, cassette: recording([MEND]), loses: 4 });
  await run(opened);
  expect(opened.bot.end()?.outcome.end).toBe('pushed');
  expect(opened.bot.end()?.lastSeq).toBe(opened.bot.facts.length);
});

test('a push whose answer was lost is looked up, and is a push', async () => {
  const opened = await stage({ files: SIGN, cassette: recording([MEND]) });
  opened.host.loseAnswersOfPushes();
  await run(opened);
  expect(opened.bot.end()?.outcome).toEqual({ end: 'pushed', head: await opened.host.git('rev-parse', BRANCH) });
});
