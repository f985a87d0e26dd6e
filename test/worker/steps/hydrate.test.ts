import { expect, test } from 'vitest';
import type { WorkerFact } from '#shared/task/events.ts';
import { awaited } from '#worker/awaited.ts';
import { fit, type Piece } from '#worker/steps/fit.ts';
import { hydrate, piecesOf } from '#worker/steps/hydrate.ts';
import { commitOf } from '../survey/repository.ts';

const piece = (label: string, importance: number, tokens: number, divisible = false): Piece => ({
  label,
  text: label.padEnd(tokens * 4, '.'),
  importance,
  divisible,
});

test.each<[string, Piece[], number, string[], string[]]>([
  ['all that fits is taken, in its order', [piece('a', 1, 10), piece('b', 2, 10)], 20, ['a', 'b'], []],
  ['the less important goes first', [piece('a', 1, 10), piece('b', 2, 10)], 15, ['b'], ['a']],
  ['what is too long makes room for what is not', [piece('a', 3, 30), piece('b', 2, 10)], 20, ['b'], ['a']],
  ['of a text the beginning is taken', [piece('a', 1, 900, true)], 500, ['the beginning of a'], ['the rest of a']],
  [
    'a text may take its share and no more',
    [{ ...piece('a', 2, 900, true), mostTokens: 300 }, piece('b', 1, 600)],
    900,
    ['the beginning of a', 'b'],
    ['the rest of a'],
  ],
  ['a few words of a text are not worth it', [piece('a', 1, 900, true)], 100, [], ['a']],
  ['without a budget nothing is taken', [piece('a', 1, 1)], 0, [], ['a']],
])('%s', (_, pieces, budget, included, omitted) => {
  const fitted = fit(pieces, budget);
  expect(fitted.included.map(({ label }) => label)).toEqual(included);
  expect(fitted.omitted).toEqual(omitted);
});

test('rules of the repository outlast talk, new talk outlasts old, and both outlast pull requests', () => {
  const pieces = piecesOf({
    files: [
      { path: 'README.md', text: '' },
      { path: 'AGENTS.md', text: '' },
    ],
    thread: [
      { by: 'Dana', words: 'old' },
      { by: 'Dana', words: 'new' },
    ],
    pullRequests: [
      { number: 9, title: 'new', body: '' },
      { number: 8, title: 'old', body: '' },
    ],
  });
  const order = pieces.toSorted((a, b) => b.importance - a.importance).map(({ label }) => label);
  expect(order).toEqual([
    'AGENTS.md',
    'message 2 of the thread',
    'message 1 of the thread',
    'README.md',
    'pull request #9',
    'pull request #8',
  ]);
});

test('a message says who spoke, whether it was who asked, and when', () => {
  const thread = [
    { by: 'Dana', words: 'Now', when: 'after the request' as const, isRequester: true },
    { by: 'Ben', words: 'Once', when: 'before the request' as const },
    { by: 'Eve', words: 'Ever' },
  ];
  expect(piecesOf({ files: [], thread, pullRequests: [] }).map(({ text }) => text)).toEqual([
    'Dana (who asked for this, after the request): Now',
    'Ben (before the request): Once',
    'Eve: Ever',
  ]);
});

test('a context that waits for a fetch that never comes ends when it is told to', async () => {
  const { git } = await commitOf({ 'a.txt': 'a' });
  const { wait, come } = awaited<{ base: string }>();
  const step = hydrate({
    assignment: { request: { repository: 'acme/shop', words: 'Do it' } },
    bot: { context: async () => ({ files: [], thread: [], pullRequests: [] }) },
    ...{ git, commits: wait, tell: () => undefined, now: () => 0, deadlineMs: 1_000 },
  });
  const stop = new AbortController();
  const running = step.run(undefined, stop.signal);
  stop.abort(new Error('the fetch failed'));
  await expect(running).rejects.toThrow('the fetch failed');
  await expect(step.run(undefined, stop.signal)).rejects.toThrow('the fetch failed');
  come({ base: 'too late' });
});

test('the plan names some of what went in, and never hides that something was left out', () => {
  const { gist } = hydrate({} as Parameters<typeof hydrate>[0]);
  const rules = { tell: async () => undefined, seen: () => undefined };
  const included = Array.from({ length: 50 }, (_, index) => piece(`message ${index}`, 1, 1));
  const omitted = ['a.md', 'b.md', 'c.md', 'd.md'];
  expect(gist({ request: '', followUps: [], rules, context: { included, omitted } })).toBe(
    `${included
      .slice(0, 8)
      .map(({ label }) => label)
      .join(', ')} and 42 more; left out: a.md, b.md, c.md and 1 more`,
  );
});

test('what went in and what was left out is told', async () => {
  const facts: WorkerFact[] = [];
  const { git, base } = await commitOf({ 'README.md': 'x', 'src/cart.js': 'export const total = 1;\n' });
  const step = hydrate({
    assignment: { request: { repository: 'acme/shop', words: 'Do it', criteria: 'It is done' } },
    bot: {
      context: async () => ({
        files: [{ path: 'README.md', text: 'x'.repeat(200_000) }],
        thread: [{ by: 'Dana', words: 'Hello' }],
        pullRequests: [],
      }),
    },
    git,
    commits: async () => ({ base }),
    tell: (fact) => void facts.push(fact),
    now: () => 0,
    deadlineMs: 1_000,
  });
  const brief = await step.run(undefined, new AbortController().signal);
  expect(brief).toMatchObject({ request: 'Do it', criteria: 'It is done' });
  expect(facts).toEqual([
    {
      type: 'context.gathered',
      included: ['map of the repository', 'the beginning of README.md', 'message 1 of the thread'],
      omitted: ['the rest of README.md'],
    },
  ]);
  expect(step.gist(brief)).toBe(
    'map of the repository, the beginning of README.md, message 1 of the thread; left out: the rest of README.md',
  );
});
