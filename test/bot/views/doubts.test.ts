import { expect, test } from 'vitest';
import { pullRequestBody } from '#bot/pull-request/body.ts';
import { benchmarkWords } from '#bot/views/measures.ts';
import { replies } from '#bot/views/replies.ts';
import type { Benchmark } from '#shared/task/evidence.ts';
import { STAGES } from '../tasks.ts';
import { objectsIn, read } from './shown.ts';

const linkTo = (attempt: number, file: string) => `https://bot.test/artifacts/${attempt}/${file}`;
const thread = replies(STAGES.doubtful, linkTo).find(({ key }) => key === '1:tests')?.message;
const shown = read(thread?.blocks ?? []);
const body = pullRequestBody(STAGES.doubtful, linkTo);

test('what a reader has to look at is called out in thread and pull request, by its line', () => {
  const sign = "test/cart.test.js:12: is skipped now: test.skip('ships', () => {";
  expect(shown).toContain(sign);
  expect(body).toContain(`**To be looked at in the tests:** \`${sign}\`, \`test/old.test.js: the file is gone\`.`);
});

test('flaky tests are told as such, with how often they failed', () => {
  expect(shown).toContain('Every check passed at bead000, but for 1 flaky test.');
  expect(shown).toContain('failed 1 of 3 runs after: ships');
  expect(body).toContain('**Flaky:** `failed 1 of 3 runs after: ships`. The same commit passes and fails them');
});

test('claims carry their mark, and why', () => {
  expect(shown).toContain('✓ Confirmed: “All tests pass.” (every check passed at bead000)');
  expect(shown).toContain('? Unconfirmed: “No behaviour change.”');
  expect(body).toContain('- ✓ confirmed: “All tests pass.” (every check passed at bead000)');
  expect(body).toContain('- ? **unconfirmed**: “No behaviour change.”');
});

test('pictures are links to files, and no pictures', () => {
  const links = objectsIn(thread?.blocks ?? []).filter(({ type }) => type === 'link');
  expect(links.map(({ url }) => url)).toContain('https://bot.test/artifacts/1/screenshot-after-cart.png');
  expect(body).toContain('- [cart after](https://bot.test/artifacts/1/screenshot-after-cart.png)');
  expect(body).not.toContain('![');
  expect(shown).toContain('No screenshot of home: after: the file is no PNG');
});

const BENCHMARK: Benchmark = {
  ...{ name: 'parse', command: 'x', better: 'lower', unit: 'ms' },
  before: { median: 40, min: 38, max: 44, runs: 3 },
  after: { median: 18.254, min: 17, max: 19, runs: 3 },
};

test.each<[Partial<Benchmark>, string]>([
  [{}, 'parse: 40 ms [38–44] → 18.3 ms [17–19] (54.4% better)'],
  [{ better: 'higher' }, 'parse: 40 ms [38–44] → 18.3 ms [17–19] (54.4% worse)'],
  [
    { after: { median: 41, min: 39, max: 43, runs: 3 }, must: { words: 'at most 50 ms', kept: true } },
    'parse: 40 ms [38–44] → 41 ms [39–43] (within its spread); must be at most 50 ms: kept',
  ],
])('a benchmark is told with its spread: %j', (about, words) => {
  expect(benchmarkWords({ ...BENCHMARK, ...about })).toBe(words);
});

test('a side that could not be measured is said to be missing', () => {
  const { after: _, ...half } = BENCHMARK;
  expect(benchmarkWords({ ...half, problem: 'after: exit code 1' })).toBe(
    'parse: 40 ms [38–44] → not measured; after: exit code 1',
  );
});
