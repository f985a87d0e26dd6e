import { describe, expect, test } from 'vitest';
import { compareRuns, hasPassed, verdictOf } from '#shared/task/compare.ts';
import type { CheckRun } from '#shared/task/evidence.ts';
import { settle, withSteadyTests } from '#shared/task/settle.ts';
import { checkRun } from './facts.ts';

/** One run of one check; no tests where its runner reports none. */
const run = (exitCode: number | null, tests?: CheckRun['tests']): CheckRun => {
  const { tests: _, ...rest } = checkRun;
  return { ...rest, exitCode, ...(tests && { tests }), ...(exitCode === null && { stopped: 'timeout' as const }) };
};

interface Row {
  readonly what: string;
  readonly runs: readonly [CheckRun, ...CheckRun[]];
  readonly passes: boolean;
  readonly flaky: readonly (readonly [test: string, failed: number, runs: number])[];
}

const rows: readonly Row[] = [
  {
    what: 'what fails every time is no flake',
    runs: [run(1, { a: 'failed', b: 'passed' }), run(1, { a: 'failed', b: 'passed' })],
    passes: false,
    flaky: [],
  },
  {
    what: 'a test that fails and passes is flaky, and its check passes',
    runs: [run(1, { a: 'failed', b: 'passed' }), run(0, { a: 'passed', b: 'passed' })],
    passes: true,
    flaky: [['a', 1, 2]],
  },
  {
    what: 'two that take turns are flaky, although no run passed as a whole',
    runs: [run(1, { a: 'failed', b: 'passed' }), run(1, { a: 'passed', b: 'error' })],
    passes: true,
    flaky: [
      ['a', 1, 2],
      ['b', 1, 2],
    ],
  },
  {
    what: 'beside one that fails every time a flaky one does not make the check pass',
    runs: [run(1, { a: 'failed', b: 'failed' }), run(1, { a: 'passed', b: 'failed' })],
    passes: false,
    flaky: [['a', 1, 2]],
  },
  {
    what: 'a check without tests is flaky itself',
    runs: [run(1), run(1), run(0)],
    passes: true,
    flaky: [['tests', 2, 3]],
  },
  {
    what: 'a failure that no test explains is one of the check itself',
    runs: [run(1, { a: 'passed' }), run(1, { a: 'passed' })],
    passes: false,
    flaky: [],
  },
  {
    what: 'a test that fails and is not there when all is well was never seen to pass',
    runs: [run(1, { a: 'failed' }), run(0, { b: 'passed' })],
    passes: false,
    flaky: [],
  },
  {
    what: 'a skip is neither a pass nor a failure',
    runs: [run(1, { a: 'failed' }), run(0, { a: 'skipped' })],
    passes: false,
    flaky: [],
  },
  {
    what: 'a check that is stopped once and passes once is flaky',
    runs: [run(null), run(0)],
    passes: true,
    flaky: [['tests', 1, 2]],
  },
];

describe('runs on one commit', () => {
  test.each(rows)('$what', ({ runs: [first, ...again], passes, flaky }) => {
    const settled = settle(first, again, 'head');
    expect(hasPassed(settled.run)).toBe(passes);
    expect(settled.flaky).toEqual(
      flaky.map(([name, failed, runs]) => ({ check: 'tests', test: name, at: 'head', failed, runs })),
    );
  });

  test('that were not repeated stay as they are', () => {
    const once = run(1, { a: 'failed' });
    expect(settle(once, [], 'head')).toEqual({ run: once, flaky: [] });
  });

  test('say how many of them passed', () => {
    const { run: whole } = settle(run(1), [run(0), run(1)], 'base');
    expect(whole.again).toEqual({ runs: 3, passed: 1, flakyOnly: true });
  });
});

describe('a flaky test', () => {
  const solid = run(0, { a: 'passed', b: 'passed' });
  const shaky = settle(run(1, { a: 'failed', b: 'passed' }), [solid], 'head');

  test('is not broken by the change, and does not make it red', () => {
    const moves = compareRuns([solid], [shaky.run], shaky.flaky);
    expect(moves).toMatchObject({ broken: [], stillFailing: [], passed: 1 });
    expect(verdictOf([shaky.run], moves.notRun)).toBe('green');
  });

  test('is not mended by it', () => {
    const { flaky } = settle(run(1, { a: 'failed', b: 'passed' }), [solid], 'base');
    expect(compareRuns([run(1, { a: 'failed', b: 'passed' })], [solid], flaky).fixed).toEqual([]);
  });

  test('does not hide one that is broken', () => {
    const both = settle(run(1, { a: 'failed', b: 'failed' }), [run(1, { a: 'passed', b: 'failed' })], 'head');
    const moves = compareRuns([solid], [both.run], both.flaky);
    expect([moves.broken, verdictOf([both.run], moves.notRun)]).toEqual([['b'], 'red']);
  });
});

describe('the tests that are there every time', () => {
  test('are those whose names every run has', () => {
    const first = run(0, { a: 'passed', 'at 0x7f01': 'passed' });
    const second = run(0, { a: 'passed', 'at 0x7f02': 'passed' });
    const whole = settle(first, [second], 'base').run;
    expect(withSteadyTests(whole, [first, second]).tests).toEqual({ a: 'passed' });
  });

  test('are not judged by a run that did not get to its end, or told nothing', () => {
    const first = run(0, { a: 'passed', b: 'passed' });
    expect(withSteadyTests(first, [first, run(null, { a: 'passed' }), run(1)])).toEqual(first);
    expect(withSteadyTests(run(1), [run(1), first])).toEqual(run(1));
  });
});
