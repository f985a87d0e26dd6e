import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { WorkerFact } from '#shared/task/events.ts';
import { PUSH_TOKEN, READ_TOKEN } from './stage/git-host.ts';
import { call, FINISH, MEND, recording, SHOP, SIGN } from './stage/sample.ts';
import { BRANCH, openStage, type Stage } from './stage/stage.ts';

async function stage(options: Parameters<typeof openStage>[0]): Promise<Stage> {
  const opened = await openStage(options);
  onTestFinished(() => opened.close());
  return opened;
}

/** Runs a worker to its end, which must be a good one for a process whatever the attempt came to. */
async function run({ start }: Stage): Promise<void> {
  const worker = start();
  expect(await worker.exited, worker.output()).toBe(0);
}

const failureOf = (end: WorkerFact | undefined) =>
  end?.type === 'attempt.ended' && end.outcome.end === 'failed' ? end.outcome.failure : undefined;

test('a bug is mended, proved test by test, and pushed', async () => {
  const mend = call('edit', { path: 'total.js', old_text: 'sum - price', new_text: 'sum + price' });
  const cassette = recording([mend, call('bash', { command: 'npm test' }, 'pass 2')]);
  const opened = await stage({ files: SHOP, cassette });
  await run(opened);
  const { bot, host } = opened;
  const head = await host.git('rev-parse', BRANCH);
  expect(bot.end()?.outcome).toEqual({ end: 'pushed', head });
  expect(bot.end()?.report.evidence).toMatchObject({
    verdict: 'green',
    moves: { fixed: ['total.test.js > the total is the sum'], broken: [], passed: 2 },
  });
  expect(await host.git('show', `${BRANCH}:total.js`)).toContain('sum + price');
  expect(JSON.parse(bot.artifacts.get('tests-after.json') ?? '')).toHaveProperty('npm test');
});

test('the commit is clean, its message does nothing, and what the worker used is gone', async () => {
  const opened = await stage({ files: SIGN, cassette: recording([MEND]) });
  await run(opened);
  const { bot, host, scratch } = opened;
  expect(await host.git('log', '-1', '--format=%an <%ae> %cn %P', BRANCH)).toBe(
    `Bellhop <bellhop@bellhop.invalid> Bellhop ${await host.git('rev-parse', 'main')}`,
  );
  const message = await host.git('log', '-1', '--format=%B', BRANCH);
  expect(message).toMatch(/^Turn the sign around\n\nIt was wrong\./);
  expect(message).not.toMatch(/#12|@dana/);
  expect(await host.git('diff', '--name-only', 'main', BRANCH)).toBe('sign.txt');
  expect(existsSync(`${scratch}/execution-1`)).toBe(false);
  expect(JSON.stringify([bot.facts, ...bot.artifacts])).not.toContain(READ_TOKEN);
  expect(host.requests.filter(({ service }) => service === 'push').every(({ token }) => token === PUSH_TOKEN)).toBe(
    true,
  );
});

test('the plan is told step by step, and every check log is stored under its hash', async () => {
  const opened = await stage({ files: SIGN, cassette: recording([MEND]) });
  await run(opened);
  const { facts, artifacts } = opened.bot;
  const steps = facts.flatMap((fact) => (fact.type === 'step.started' ? [fact.step] : []));
  expect(steps).toEqual(['hydrate', 'provision', 'baseline', 'implement', 'verify', 'finalize']);
  expect(facts[0]).toMatchObject({ type: 'worker.ready', model: 'scripted (play)' });
  const runs = facts.flatMap((fact) => (fact.type === 'evidence.gathered' ? fact.evidence.after : []));
  expect(runs.map((each) => artifacts.get(each.log))).toEqual(['plus\n']);
  expect(artifacts.get('agent.log')).toContain('Turn the sign around');
  expect(artifacts.get('change.patch')).toContain('+plus');
});

test('a failed check goes back to the agent, and the second commit is the one that is pushed', async () => {
  const wrong = call('write', { path: 'sign.txt', text: 'times\n' });
  const right = call('write', { path: 'sign.txt', text: 'plus\n' });
  const opened = await stage({ files: SIGN, cassette: recording([wrong], [[right]]) });
  await run(opened);
  const { bot, host } = opened;
  expect(bot.end()?.report.steps.map(({ step, rounds }) => [step, rounds])).toContainEqual(['verify', 2]);
  expect(bot.end()?.report.evidence?.verdict).toBe('green');
  expect(await host.git('rev-list', '--count', `main..${BRANCH}`)).toBe('2');
});

test('work that cannot be made green is pushed all the same, and called red', async () => {
  const wrong = call('write', { path: 'sign.txt', text: 'times\n' });
  const opened = await stage({ files: SIGN, cassette: recording([wrong]) });
  await run(opened);
  expect(opened.bot.end()).toMatchObject({
    outcome: { end: 'pushed' },
    report: { evidence: { verdict: 'red', moves: { stillFailing: ['sign'] } } },
  });
});

test('a check that the change made to pass by itself stays as the base branch defines it', async () => {
  const cheat = call('write', { path: '.agent.yml', text: 'checks:\n  - name: sign\n    run: "true"\n' });
  const opened = await stage({ files: SIGN, cassette: recording([cheat]) });
  await run(opened);
  expect(opened.bot.end()?.report.evidence).toMatchObject({ verdict: 'red', definitionsChanged: ['.agent.yml'] });
});

test('an agent that changes nothing fails in its own words, and nothing is pushed', async () => {
  const opened = await stage({ files: SIGN, cassette: recording([]) });
  await run(opened);
  expect(failureOf(opened.bot.end())).toMatchObject({
    code: 'nothing_changed',
    words: expect.stringContaining('Turn the sign around'),
  });
  expect(opened.bot.pushes).toEqual([]);
});

test('a change to a protected path is refused before anybody is asked for the right to push it', async () => {
  const opened = await stage({
    files: { ...SIGN, 'infra/keys.txt': 'a\n' },
    cassette: recording([MEND, call('write', { path: 'infra/keys.txt', text: 'b\n' })]),
    assignment: { protectedPaths: ['infra/**'] },
  });
  await run(opened);
  expect(failureOf(opened.bot.end())).toMatchObject({ code: 'protected_path' });
  expect(opened.bot.pushes).toEqual([]);
});

test('a base branch that does not exist is answered with those that do', async () => {
  const opened = await stage({ files: SIGN, cassette: recording([MEND]), assignment: { base: '--upload-pack=touch' } });
  await run(opened);
  expect(failureOf(opened.bot.end())).toMatchObject({
    code: 'base_branch_missing',
    whose: 'yours',
    remedy: expect.stringContaining('main'),
  });
});

test('an empty repository is said to be empty', async () => {
  const opened = await stage({ files: {}, cassette: recording([MEND]) });
  await run(opened);
  expect(failureOf(opened.bot.end())?.code).toBe('repository_empty');
});

test('a set-up that fails is told with its last lines', async () => {
  const setup = 'setup:\n  - echo no such compiler; exit 3\n';
  const opened = await stage({
    files: { ...SIGN, '.agent.yml': setup + SIGN['.agent.yml'] },
    cassette: recording([MEND]),
  });
  await run(opened);
  expect(failureOf(opened.bot.end())).toMatchObject({
    code: 'setup_failed',
    whose: 'yours',
    words: expect.stringContaining('no such compiler'),
  });
});

test('a request nobody recorded is refused with what can be played', async () => {
  const request = { repository: 'acme/shop', words: 'Write a poem' };
  const opened = await stage({ files: SIGN, cassette: recording([MEND]), assignment: { request } });
  await run(opened);
  expect(failureOf(opened.bot.end())).toMatchObject({
    code: 'nothing_to_play',
    remedy: expect.stringContaining('“right” on acme/shop'),
  });
});

test('a second attempt goes on from what the first one pushed', async () => {
  const opened = await stage({
    files: SIGN,
    cassette: recording([
      call('read', { path: 'sign.txt' }, 'plus'),
      call('write', { path: 'more.txt', text: 'more\n' }),
    ]),
  });
  const { bot, host } = opened;
  const commit = ['-c', 'user.name=Bellhop', '-c', 'user.email=bellhop@bellhop.invalid', 'commit-tree'];
  const blob = await host.write('plus\n');
  const tree = await host.mktree({ ...(await host.entries('main')), 'sign.txt': `100644 blob ${blob}` });
  const first = await host.git(...commit, tree, '-p', 'main', '-m', 'First try');
  await host.git('update-ref', `refs/heads/${BRANCH}`, first);
  await run(opened);
  const head = await host.git('rev-parse', BRANCH);
  expect(bot.end()?.outcome).toEqual({ end: 'pushed', head });
  expect(await host.git('rev-parse', `${head}^`)).toBe(first);
  expect(bot.end()?.report.evidence?.base).toBe(await host.git('rev-parse', 'main'));
});

test('what a set-up leaves behind is not committed as the agent’s work', async () => {
  const setup = 'setup:\n  - mkdir -p "built here" && echo x > "built here/it*" && echo y > README.md\n';
  const opened = await stage({
    files: { ...SIGN, '.agent.yml': setup + SIGN['.agent.yml'] },
    cassette: recording([MEND, call('bash', { command: 'cat "built here/it*"' }, 'x')]),
  });
  await run(opened);
  expect(await opened.host.git('diff', '--name-only', 'main', BRANCH)).toBe('sign.txt');
});

test('a note is heard between two turns', async () => {
  const opened = await stage({ files: SIGN, cassette: recording([call('bash', { command: 'sleep 2' }), MEND]) });
  opened.bot.note('Please hurry.');
  await run(opened);
  expect(opened.bot.facts).toContainEqual({ type: 'note.heard', note: 1 });
  expect(opened.bot.artifacts.get('agent.log')).toContain('Please hurry.');
});

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
  expect(failureOf(opened.bot.end())).toMatchObject({ code: 'lease_lost', whose: 'transient' });
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

test('work is kept when the agent reaches a bound, and the change says why it ended', async () => {
  const cassette = recording([MEND, ...Array.from({ length: 5 }, () => call('read', { path: 'README.md' })), FINISH]);
  const opened = await stage({ files: SIGN, cassette });
  await run(opened);
  expect(opened.bot.end()).toMatchObject({
    outcome: { end: 'pushed' },
    report: { change: { bound: 'it did the same thing 3 times with the same result' } },
  });
});
