import { expect, test } from 'vitest';
import { submitted } from '#shared/task/lifecycle.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { openStage } from './on-stage.ts';
import { cassetteOf, FINISH, repositoryOf, runs, TINY, tiny } from './repositories.ts';
import type { Stage } from './stage.ts';

/** Asks, and gives what the thread says once it was refused. */
async function refusal(stage: Stage, text: string, who = stage.ana): Promise<string> {
  const card = await stage.ask(text, who);
  const task = await stage.end(card);
  expect(task.status).toBe('rejected');
  expect(task.executions).toEqual([]);
  return (await stage.thread(card)).join('\n');
}

test('a task is refused in its thread by each check that has a reason, with whose problem it is and what to do', async () => {
  const stage = await openStage({
    ...tiny(),
    policy: {
      repositories: {
        'acme/tiny': { sample: true },
        'acme/ghost': {},
        'acme/vault': { roles: ['keeper'] },
        'acme/elsewhere': { channels: ['#builds'] },
      },
      roles: { member: ['U0ANA'] },
    },
  });
  const long = await refusal(stage, `acme/tiny ${'very '.repeat(2_000)}long`);
  expect(long).toMatch(/The request has 10004 characters; 8000 is the most/);
  expect(await refusal(stage, 'acme/tiny Mend it', stage.ben)).toMatch(/ben has no role here/);
  expect(await refusal(stage, 'acme/unknown Mend it')).toMatch(
    /I do not work on acme\/unknown\.[\s\S]*I work on: acme\/tiny/,
  );
  expect(await refusal(stage, 'acme/elsewhere Mend it')).toMatch(
    /may not be asked for in this channel\.[\s\S]*Ask in #builds/,
  );
  expect(await refusal(stage, 'acme/vault Mend it')).toMatch(/ana may not ask for changes to acme\/vault/);
  expect(await refusal(stage, 'acme/ghost Mend it')).toMatch(/not installed on acme\/ghost/);
  expect(await refusal(stage, 'acme/tiny@nowhere Mend it')).toMatch(
    /has no branch nowhere[\s\S]*its default branch is main/,
  );
});

test('without a sandbox, work on anything but a sample is refused', async () => {
  const stage = await openStage({ repositories: [repositoryOf('acme/real', TINY, false)], sandbox: false });
  expect(await refusal(stage, 'acme/real Mend it')).toMatch(/There is no sandbox to work in/);
});

test('more waiting tasks than the policy allows are refused, and those before them keep their place', async () => {
  const stage = await openStage({
    ...tiny(),
    cassettes: [cassetteOf('acme/tiny', [runs('sleep 30'), FINISH])],
    policy: { limits: { running: 1, queued_per_person: 1 } },
  });
  const first = await stage.ask('acme/tiny Mend it');
  await stage.until(first, ({ status }) => status === 'running', 'running');
  const second = await stage.ask('acme/tiny Mend it again');
  await stage.until(second, (task) => task.status === 'queued' && task.admission !== undefined, 'waiting for a slot');
  await expect
    .poll(async () => (await stage.thread(second)).join('\n'), { timeout: 15_000 })
    .toMatch(/place 1|first in line|next in line|number 1/i);
  expect(await refusal(stage, 'acme/tiny And again')).toMatch(/ana has 1 tasks? waiting already/);
  await stage.ana.reply({ channel: first.channel, thread: first.ts }, 'cancel');
  expect((await stage.end(first)).status).toBe('cancelled');
  await stage.until(second, ({ status }) => status === 'running', 'running in the slot that was given back');
  await stage.ana.reply({ channel: second.channel, thread: second.ts }, 'stop');
  expect((await stage.end(second)).status).toBe('cancelled');
});

test('a day’s money that is spent is spent', async () => {
  const stage = await openStage({ ...tiny(), policy: { limits: { usd_per_person_and_day: 1 } } });
  const at = Date.now();
  const id = taskIdOf('an expensive one');
  const request = { repository: 'acme/tiny', repositoryReason: 'named in the request', words: 'Think hard' };
  const born = submitted({
    id,
    request,
    requester: { id: 'U0ANA', name: 'ana' },
    thread: { team: 'T0', channel: 'C0' },
    at,
  });
  const usage = { turns: 40, inputTokens: 900_000, outputTokens: 90_000, usd: 1.2 };
  const failed = { status: 'failed', failure: { code: 'x', words: 'x', whose: 'yours', remedy: 'x' } } as const;
  await stage.store.create({ ...born, ...failed, work: { ...born.work, usage } });
  expect(await refusal(stage, 'acme/tiny Mend it')).toMatch(/ana has spent \$1\.20 in 24 hours; \$1\.00 is the most/);
});
