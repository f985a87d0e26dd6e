import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SeenMessage } from '#deploy/local/slack/person/protocol.ts';
import type { StepName } from '#shared/task/step.ts';
import type { Task } from '#shared/task/task.ts';
import { openStage } from './on-stage.ts';
import { cassetteOf, FINISH, type Files, repositoryOf, runs, TINY, tiny, writes } from './repositories.ts';
import { raiseStage, type Stage } from './stage.ts';

/** Steps that take long enough to be stopped in the middle of, each in a repository of its own. */
const SLOW = ['provision', 'baseline', 'implement', 'verify'] as const satisfies readonly StepName[];
const SLEEP = 'sleep 120';

function slowAt(step: (typeof SLOW)[number]) {
  const name = `acme/again-${step}`;
  const checks = { baseline: `grep -q right value.txt || ${SLEEP}`, verify: `grep -q wrong value.txt || ${SLEEP}` };
  const first = step === 'baseline' || step === 'verify' ? checks[step] : 'true';
  const files = {
    ...TINY,
    'check.sh': `${first}\ngrep -q right value.txt\n`,
    '.agent.yml': `setup:\n  - ${step === 'provision' ? SLEEP : 'echo fine'}\nchecks:\n  - name: test\n    run: sh check.sh\n`,
  };
  const work = [runs(step === 'implement' ? SLEEP : 'echo fine'), writes('right\n'), FINISH];
  return { repository: repositoryOf(name, files), cassette: cassetteOf(name, work) };
}

const RED = 'acme/again-red';
const UNFINISHED: Files = { ...TINY, 'check.sh': 'grep -q done value.txt\n' };

describe.concurrent('a retry says what it did not do again, after an attempt that ended in', () => {
  let stage: Stage;

  beforeAll(async () => {
    const all = SLOW.map(slowAt);
    stage = await raiseStage({
      repositories: [...all.map(({ repository }) => repository), repositoryOf(RED, UNFINISHED)],
      cassettes: [
        ...all.map(({ cassette }) => cassette),
        cassetteOf(RED, [runs('echo more >> more.txt'), writes('not yet\n'), FINISH]),
      ],
      policy: { limits: { running: 3, running_per_person: 3, automatic_retries: 0 } },
    });
  });
  afterAll(() => stage?.close());

  const reply = ({ channel, ts }: SeenMessage, words: string) => stage.ana.reply({ channel, thread: ts }, words);
  const reached = (card: SeenMessage, attempt: number, step: StepName) =>
    stage.until(card, (task) => task.attempt === attempt && isAt(task, step), `at ${step} in attempt ${attempt}`);

  test.each(SLOW)('%s', async (step) => {
    const card = await stage.ask(`acme/again-${step} Mend it`);
    await reached(card, 1, step);
    await reply(card, 'cancel');
    await stage.end(card);
    await reply(card, 'retry');
    const again = await reached(card, 2, step);
    expect(again.work.start).toEqual({ from: 'base', words: 'Nothing was pushed before, so it starts from main.' });
    expect(skipped(again)).toEqual(step === 'implement' || step === 'verify' ? ['hydrate', 'baseline'] : ['hydrate']);
    await reply(card, 'cancel');
    await stage.end(card);
    expect((await stage.thread(card)).join(' ')).toMatch(/Attempt 2, asked for by ana\.\s+Nothing was pushed before/);
  });

  test('a draft that was pushed: the next goes on from it', async () => {
    const card = await stage.ask(`${RED} Mend it`);
    const first = await stage.end(card);
    expect(first).toMatchObject({ status: 'succeeded', evidence: { verdict: 'red' } });
    await reply(card, 'retry');
    await stage.until(card, ({ attempt }) => attempt === 2, 'tried again');
    const again = await stage.end(card);
    expect(again.pullRequest?.number).toBe(first.pullRequest?.number);
    expect(again.work.start).toMatchObject({ from: 'branch', commit: first.work.evidence?.head });
    expect(skipped(again)).toEqual(['hydrate', 'baseline']);
    expect(stage.github.pullRequests(RED)).toHaveLength(1);
  });
});

test('an attempt that was stopped while it read, or whose push was refused, is gone on from as well', async () => {
  const stage = await openStage({ ...tiny(), policy: { limits: { automatic_retries: 0 } } });
  const { faults } = stage.github;
  const say = ({ channel, ts }: SeenMessage, words: string) => stage.ana.reply({ channel, thread: ts }, words);
  const card = await stage.ask('acme/tiny Mend it');
  faults.add('POST /{owner}/{repo}/git-receive-pack', { kind: 'answer', status: 503 }, 20);
  expect(await stage.end(card)).toMatchObject({ status: 'failed', failure: { code: 'unreachable' } });
  faults.clear();
  await say(card, 'retry');
  await stage.until(card, ({ attempt }) => attempt === 2, 'tried again');
  const again = await stage.end(card);
  expect([again.status, skipped(again)]).toEqual(['succeeded', ['hydrate', 'baseline']]);

  faults.add('GET /repos/{owner}/{repo}/contents/{path}', { kind: 'late', afterMs: 3_000 }, 5);
  const other = await stage.ask('acme/tiny Mend it once more');
  await stage.until(other, ({ status }) => status === 'running', 'reading');
  await say(other, 'cancel');
  await stage.end(other);
  faults.clear();
  await say(other, 'retry');
  await stage.until(other, ({ attempt }) => attempt === 2, 'tried again');
  expect((await stage.end(other)).status).toBe('succeeded');
});

/** Reading the repository goes on beside setting it up, and has to be over for an attempt to leave something. */
const isAt = ({ status, work }: Task, step: StepName): boolean =>
  status === 'running' &&
  work.steps.at(-1)?.step === step &&
  work.steps.some((one) => one.step === 'hydrate' && one.gist !== undefined);

/** Steps whose line says that an earlier attempt did them. */
const skipped = ({ work }: Task): readonly string[] =>
  work.steps.filter(({ gist }) => /as attempt 1 found it/.test(gist ?? '')).map(({ step }) => step);
