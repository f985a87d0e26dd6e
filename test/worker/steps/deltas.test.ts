import { expect, test } from 'vitest';
import type { Sample } from '#shared/task/evidence.ts';
import type { BenchmarkPlan } from '#worker/checks/measures.ts';
import { benchmarkOf, screenshotOf } from '#worker/steps/deltas.ts';

const sample = (median: number): { sample: Sample } => ({
  sample: { median, min: median - 1, max: median + 1, runs: 3 },
});
const plan: BenchmarkPlan = {
  ...{ name: 'parse', command: 'node bench.js', better: 'lower', unit: 'ms', runs: 3 },
  number: { printed: '{} ms' },
};

test('a benchmark without a bound is measured and judges nothing', () => {
  expect(benchmarkOf(plan, sample(40), sample(80))).toEqual({
    ...{ name: 'parse', command: 'node bench.js', better: 'lower', unit: 'ms' },
    ...{ before: sample(40).sample, after: sample(80).sample },
  });
});

test.each<[NonNullable<BenchmarkPlan['must']>, BenchmarkPlan['better'], number, number, boolean]>([
  [{ atMost: 50 }, 'lower', 40, 50, true],
  [{ atMost: 50 }, 'lower', 40, 51, false],
  [{ atLeast: 50 }, 'higher', 60, 49, false],
  [{ worseByPercent: 10 }, 'lower', 100, 110, true],
  [{ worseByPercent: 10 }, 'lower', 100, 111, false],
  [{ worseByPercent: 10 }, 'lower', 100, 10, true],
  [{ worseByPercent: 10 }, 'higher', 100, 89, false],
  [{ worseByPercent: 10 }, 'lower', 0, 1, false],
  [{ atMost: 50, worseByPercent: 10 }, 'lower', 20, 40, false],
])('the bound %j, %s is better, from %d to %d: kept %s', (must, better, before, after, kept) => {
  expect(benchmarkOf({ ...plan, must, better }, sample(before), sample(after)).must?.kept).toBe(kept);
});

test('a bound that nothing was measured for is not kept, and says why', () => {
  const must = { worseByPercent: 10 };
  expect(benchmarkOf({ ...plan, must }, sample(1), { problem: 'exit code 1' })).toMatchObject({
    problem: 'after: exit code 1',
    must: { words: 'at most 10% worse', kept: false },
  });
  expect(benchmarkOf({ ...plan, must }, undefined, sample(1)).must?.kept).toBe(false);
});

test('a screenshot is named on each side it is there', () => {
  const shot = { file: 'a.png', bytes: new Uint8Array() };
  expect(screenshotOf({ name: 'cart', command: 'x', file: 'x.png' }, { problem: 'no PNG' }, shot)).toEqual({
    ...{ name: 'cart', after: 'a.png', problem: 'before: no PNG' },
  });
});
