import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { BaselineSource } from '#shared/task/reuse.ts';
import { failureOf, run, stage } from './stage/run.ts';
import { call, MEND, recording, SIGN } from './stage/sample.ts';
import { BRANCH, type Stage } from './stage/stage.ts';

const ADD = call('write', { path: 'more.txt', text: 'more\n' });
const ANA = { attempt: 2, by: 'Ana "x"', words: 'Add more' };

/** A commit on top of one, with a file that says something. */
async function commitOn(
  host: Stage['host'],
  parent: string,
  path: string,
  text: string,
  branch: string,
): Promise<string> {
  const tree = await host.mktree({ ...(await host.entries(parent)), [path]: `100644 blob ${await host.write(text)}` });
  const commit = await host.git(
    '-c',
    'user.name=Ben',
    '-c',
    'user.email=b@example.org',
    'commit-tree',
    tree,
    '-p',
    parent,
    '-m',
    'More',
  );
  await host.git('update-ref', `refs/heads/${branch}`, commit);
  return commit;
}

const request = { repository: 'acme/shop', words: 'Make it right' };
const again = { attempt: 2, request: { ...request, followUps: [ANA] } };
const measuredAgainst = ({ bot }: Stage) => bot.end()?.report.evidence?.base;

describe('an attempt after the first', () => {
  test('goes on from the branch, and is measured against where that began, wherever base is by now', async () => {
    const opened = await stage({ files: SIGN, cassette: recording([ADD]), assignment: again });
    const { host, bot } = opened;
    const forkedAt = await host.git('rev-parse', 'main');
    const commit = await commitOn(host, forkedAt, 'sign.txt', 'plus\n', BRANCH);
    await commitOn(host, forkedAt, 'README.md', '# Moved\n', 'main');
    opened.start({ start: { from: 'branch', commit, forkedAt, words: 'It goes on.' } });
    await bot.saw('attempt.ended');
    expect(bot.end()).toMatchObject({ outcome: { end: 'pushed' }, report: { evidence: { verdict: 'green' } } });
    expect(measuredAgainst(opened)).toBe(forkedAt);
    expect(await host.git('rev-parse', `${BRANCH}^`)).toBe(commit);
    expect(bot.end()?.report.change?.files.map(({ path }) => path)).toEqual(['more.txt', 'sign.txt']);
    expect(bot.artifacts.get('agent.log')).toMatch(/It goes on\..*<follow-up by="Ana 'x'">\s*Add more/s);
  });

  test('that starts again leaves nothing of the branch but its history', async () => {
    const opened = await stage({ files: SIGN, cassette: recording([MEND]), assignment: again });
    const { host, bot } = opened;
    const main = await host.git('rev-parse', 'main');
    const commit = await commitOn(host, main, 'merged.txt', 'x\n', BRANCH);
    opened.start({ start: { from: 'both', commit, words: 'It starts again.' } });
    await bot.saw('attempt.ended');
    expect(bot.end()?.outcome.end).toBe('pushed');
    expect(await host.git('diff', '--name-only', 'main', BRANCH)).toBe('sign.txt');
    expect(await host.git('merge-base', '--is-ancestor', commit, BRANCH)).toBe('');
  });

  test('that was asked for more and changed nothing says so, in the words of the agent', async () => {
    const opened = await stage({ files: SIGN, cassette: recording([]), assignment: again });
    const { host, bot } = opened;
    const forkedAt = await host.git('rev-parse', 'main');
    const commit = await commitOn(host, forkedAt, 'sign.txt', 'plus\n', BRANCH);
    opened.start({ start: { from: 'branch', commit, forkedAt, words: 'It goes on.' } });
    await bot.saw('attempt.ended');
    expect(failureOf(bot)?.code).toBe('nothing_changed');
  });

  test('hears the comments on the pull request, each with who wrote it and where', async () => {
    const remarks = [{ by: 'ben', words: 'Rename it', path: 'sign.txt', line: 1 }];
    const context = {
      thread: [],
      files: [],
      pullRequests: [],
      remarks,
      kept: { attempt: 1, at: Date.now() - 180_000 },
    };
    const opened = await stage({ files: SIGN, cassette: recording([MEND]), assignment: again, context });
    await run(opened);
    const { bot } = opened;
    expect(bot.artifacts.get('agent.log')).toContain('ben on sign.txt, line 1: Rename it');
    expect(bot.end()?.report).toMatchObject({ context: { kept: { attempt: 1 } } });
    expect(bot.end()?.report.steps[0]?.gist).toBe(
      'as attempt 1 found it 3 min before; map of the repository, comment 1 on the pull request',
    );
  });
});

describe('the baseline', () => {
  /** What a first attempt measured and stored. */
  async function measured(): Promise<{ source: BaselineSource; text: string }> {
    const first = await stage({ files: SIGN, cassette: recording([MEND]) });
    await run(first);
    const source = first.bot.end()?.report.baselineSource;
    if (!source) throw new Error('it was measured');
    return { source, text: first.bot.artifacts.get('baseline.json') ?? '' };
  }

  /** Each stage makes its own commit of the same files; what counts is that it is the one that was measured. */
  async function second({ source, text }: Awaited<ReturnType<typeof measured>>, change: Partial<BaselineSource> = {}) {
    const opened = await stage({
      files: SIGN,
      cassette: recording([MEND]),
      baseline: text,
      assignment: { attempt: 2 },
    });
    const commit = await opened.host.git('rev-parse', 'main');
    opened.start({ baseline: { ...source, commit, ...change } });
    await opened.bot.saw('attempt.ended');
    return opened.bot;
  }

  test('of an earlier attempt is taken over at the same commit, and head is measured anew', async () => {
    const first = await measured();
    expect(createHash('sha256').update(first.text).digest('hex')).toBe(first.source.hash);
    const bot = await second(first);
    const { report } = bot.end() ?? {};
    expect(report?.baselineSource?.attempt).toBe(1);
    expect(report?.evidence).toMatchObject({ verdict: 'green', moves: { fixed: ['sign'] } });
    expect(report?.steps.find(({ step }) => step === 'baseline')?.gist).toBe(
      '0 of 1 check passed, as attempt 1 found it just before',
    );
    expect([...bot.artifacts.keys()]).toContain('tests-after.json');
    expect([...bot.artifacts.keys()]).not.toContain('tests-before.json');
  });

  test.each<[string, (source: BaselineSource) => Partial<BaselineSource>]>([
    ['another commit', () => ({ commit: 'a'.repeat(40) })],
    ['other tools or checks', () => ({ conditions: 'a'.repeat(64) })],
    ['another file than was stored', () => ({ hash: 'a'.repeat(64) })],
    ['more than a day ago', ({ at }) => ({ at: at - 25 * 60 * 60_000 })],
  ])('is measured anew for %s', async (_, change) => {
    const first = await measured();
    const bot = await second(first, change(first.source));
    expect(bot.end()?.report.baselineSource?.attempt).toBe(2);
  });
});
