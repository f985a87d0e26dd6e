import type { Benchmark, Evidence } from '#shared/task/evidence.ts';

const BENCHMARK: Benchmark = {
  ...{ name: 'parse', command: 'node bench.js', better: 'lower', unit: 'ms' },
  before: { median: 40, min: 38, max: 44, runs: 3 },
  after: { median: 18.25, min: 17, max: 19, runs: 3 },
};

/** Green for the machine, with much for a reader to look at. */
export const DOUBTFUL: Partial<Evidence> = {
  definitionsChanged: ['package.json'],
  flaky: [{ check: 'test', test: 'ships', at: 'head', failed: 1, runs: 3 }],
  weakened: [
    { kind: 'skipped', path: 'test/cart.test.js', at: 'head', line: 12, text: "test.skip('ships', () => {" },
    { kind: 'file_removed', path: 'test/old.test.js' },
  ],
  benchmarks: [BENCHMARK, { ...BENCHMARK, name: 'start', must: { words: 'at most 50 ms', kept: true } }],
  screenshots: [
    { name: 'cart', before: 'screenshot-before-cart.png', after: 'screenshot-after-cart.png' },
    { name: 'home', problem: 'after: the file is no PNG' },
  ],
  claims: [
    { words: 'All tests pass.', confirmed: true, why: 'every check passed at bead000' },
    {
      words: 'No behaviour change.',
      confirmed: false,
      why: 'checks cannot show that nothing else behaves differently',
    },
  ],
};

/** More of everything than a message can hold. */
export const crowdOf = (names: readonly string[]): Partial<Evidence> => ({
  flaky: names.map((test) => ({ check: 'test', test, at: 'head', failed: 1, runs: 3 })),
  weakened: names.slice(20).map((path) => ({ kind: 'skipped', path, at: 'head', line: 1, text: path })),
  benchmarks: names
    .slice(50)
    .map((name) => ({ ...BENCHMARK, name, problem: name, must: { words: name, kept: false } })),
  screenshots: names.slice(50).map((name) => ({ name, before: `${name}.png`, after: `${name}.png`, problem: name })),
  claims: names.slice(48).map((words) => ({ words, confirmed: false, why: words })),
});
