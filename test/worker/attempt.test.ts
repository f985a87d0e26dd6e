import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EVENT_KEY, SESSION } from './stage/bot.ts';
import { PUSH_TOKEN, READ_TOKEN } from './stage/git-host.ts';
import { failureOf, run, stage } from './stage/run.ts';
import { call, MEND, recording, SHOP, SIGN } from './stage/sample.ts';
import { BRANCH, MAIN, openStage, type Stage } from './stage/stage.ts';

test('asked what isolation it would have, the worker answers in one line and does nothing else', async () => {
  const { stdout } = await execa(process.execPath, [MAIN, '--probe'], {
    env: { PATH: process.env.PATH },
    extendEnv: false,
  });
  expect(JSON.parse(stdout)).toMatchObject({ sandbox: expect.stringMatching(/^(?:bubblewrap|none)$/) });
});

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

describe('an attempt that went well', () => {
  let opened: Stage;
  beforeAll(async () => {
    opened = await openStage({ files: SIGN, cassette: recording([MEND]) });
    await run(opened);
  });
  afterAll(() => opened.close());

  test('leaves one clean commit on top of base', async () => {
    const { host } = opened;
    expect(await host.git('log', '-1', '--format=%an <%ae> %cn %P', BRANCH)).toBe(
      `Bellhop <bellhop@bellhop.invalid> Bellhop ${await host.git('rev-parse', 'main')}`,
    );
    expect(await host.git('diff', '--name-only', 'main', BRANCH)).toBe('sign.txt');
  });

  test('has a commit message that pings nobody and closes nothing', async () => {
    const message = await opened.host.git('log', '-1', '--format=%B', BRANCH);
    expect(message).toMatch(/^Turn the sign around\n\nIt was wrong\./);
    expect(message).not.toMatch(/#12|@dana/);
  });

  test('was told step by step', () => {
    const { facts } = opened.bot;
    const steps = facts.flatMap((fact) => (fact.type === 'step.started' ? [fact.step] : []));
    expect(steps).toEqual(['hydrate', 'provision', 'baseline', 'implement', 'verify', 'finalize']);
    expect(facts[0]).toMatchObject({ type: 'worker.ready', model: 'scripted (play)' });
  });

  test('stored every log under its hash, the conversation, and the patch', () => {
    const { facts, artifacts } = opened.bot;
    const runs = facts.flatMap((fact) => (fact.type === 'evidence.gathered' ? fact.evidence.after : []));
    const hashes = runs.map(({ log }) =>
      createHash('sha256')
        .update(artifacts.get(log) ?? '')
        .digest('hex'),
    );
    expect(hashes).toEqual(runs.map(({ logHash }) => logHash));
    expect(hashes).toHaveLength(1);
    expect(artifacts.get('agent.log')).toContain('Turn the sign around');
    expect(artifacts.get('change.patch')).toContain('+plus');
  });

  test('said no secret, pushed with the push token alone, and left nothing behind', () => {
    const { bot, host, scratch } = opened;
    for (const secret of [READ_TOKEN, PUSH_TOKEN, SESSION, EVENT_KEY]) {
      expect(JSON.stringify([bot.facts, ...bot.artifacts])).not.toContain(secret);
    }
    const pushes = host.requests.filter(({ service }) => service === 'push');
    expect(new Set(pushes.map(({ token }) => token))).toEqual(new Set([PUSH_TOKEN]));
    expect(existsSync(`${scratch}/execution-1`)).toBe(false);
  });
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
  expect(failureOf(opened.bot)).toMatchObject({
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
  expect(failureOf(opened.bot)).toMatchObject({ code: 'protected_path' });
  expect(opened.bot.pushes).toEqual([]);
});

test('a base branch that does not exist is answered with those that do', async () => {
  const opened = await stage({ files: SIGN, cassette: recording([MEND]), assignment: { base: '--upload-pack=touch' } });
  await run(opened);
  expect(failureOf(opened.bot)).toMatchObject({
    code: 'base_branch_missing',
    whose: 'yours',
    remedy: expect.stringContaining('main'),
  });
});

test('an empty repository is said to be empty', async () => {
  const opened = await stage({ files: {}, cassette: recording([MEND]) });
  await run(opened);
  expect(failureOf(opened.bot)?.code).toBe('repository_empty');
});

test('a set-up that fails is told with its last lines', async () => {
  const setup = 'setup:\n  - echo no such compiler; exit 3\n';
  const opened = await stage({
    files: { ...SIGN, '.agent.yml': setup + SIGN['.agent.yml'] },
    cassette: recording([MEND]),
  });
  await run(opened);
  expect(failureOf(opened.bot)).toMatchObject({
    code: 'setup_failed',
    whose: 'yours',
    words: expect.stringContaining('no such compiler'),
  });
  expect([...opened.bot.artifacts.values()]).toContain('no such compiler\n');
});

test('a request nobody recorded is refused with what can be played', async () => {
  const request = { repository: 'acme/shop', words: 'Write a poem' };
  const opened = await stage({ files: SIGN, cassette: recording([MEND]), assignment: { request } });
  await run(opened);
  expect(failureOf(opened.bot)).toMatchObject({
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
