import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareRuns, verdictOf } from '#shared/task/compare.ts';
import { type CheckRun, TestMoves, TestOutcome } from '#shared/task/evidence.ts';

function run(
  name: string,
  exitCode: number | null,
  tests?: CheckRun['tests'],
  stopped?: CheckRun['stopped'],
): CheckRun {
  const hash = '0'.repeat(64);
  return {
    name,
    command: name,
    commit: '0'.repeat(40),
    exitCode,
    stopped,
    tookMs: 1,
    logHash: hash,
    log: 'a.log',
    tail: '',
    tests,
  };
}

const NOTHING: TestMoves = { fixed: [], broken: [], stillFailing: [], notRun: [], added: [], passed: 0 };

interface Row {
  readonly what: string;
  readonly before: readonly CheckRun[];
  readonly after: readonly CheckRun[];
  readonly moves: Partial<TestMoves>;
}

const rows: readonly Row[] = [
  {
    what: 'a failing test that passes is fixed, one that passed and fails is broken',
    before: [run('test', 1, { a: 'failed', b: 'passed', c: 'passed' })],
    after: [run('test', 1, { a: 'passed', b: 'failed', c: 'passed' })],
    moves: { fixed: ['a'], broken: ['b'], passed: 2 },
  },
  {
    what: 'an error is a failure too, and a failure that becomes an error is still one',
    before: [run('test', 1, { a: 'error', b: 'failed', c: 'passed' })],
    after: [run('test', 1, { a: 'failed', b: 'error', c: 'error' })],
    moves: { stillFailing: ['a', 'b'], broken: ['c'] },
  },
  {
    what: 'a test that disappeared, or is skipped now, was not run',
    before: [run('test', 0, { gone: 'passed', skipped: 'passed', silenced: 'failed' })],
    after: [run('test', 0, { skipped: 'skipped', silenced: 'skipped' })],
    moves: { notRun: ['gone', 'skipped', 'silenced'] },
  },
  {
    what: 'a skipped test that disappeared is no loss',
    before: [run('test', 0, { a: 'skipped' })],
    after: [run('test', 0, {})],
    moves: {},
  },
  {
    what: 'a skipped test that runs now is no fix, and is broken when it fails',
    before: [run('test', 0, { a: 'skipped', b: 'skipped', c: 'skipped' })],
    after: [run('test', 1, { a: 'passed', b: 'failed', c: 'skipped' })],
    moves: { broken: ['b'], passed: 1 },
  },
  {
    what: 'a test at head only is added, whatever it did',
    before: [run('test', 0, { a: 'passed' })],
    after: [run('test', 1, { a: 'passed', b: 'failed', c: 'skipped', d: 'passed' })],
    moves: { added: ['b', 'c', 'd'], passed: 2 },
  },
  {
    what: 'a check without tests counts as one under its own name',
    before: [run('lint', 1), run('typecheck', 0), run('build', 2), run('docs', 0)],
    after: [run('lint', 0), run('typecheck', 1), run('build', 1), run('docs', 0)],
    moves: { fixed: ['lint'], broken: ['typecheck'], stillFailing: ['build'], passed: 2 },
  },
  {
    what: 'a check on one side only is added or was not run, with its tests',
    before: [run('old', 0, { a: 'passed' }), run('gone', 0)],
    after: [run('new', 0, { b: 'passed' }), run('fresh', 1)],
    moves: { notRun: ['a', 'gone'], added: ['b', 'fresh'], passed: 1 },
  },
  {
    what: 'a check that gets its report back is fixed itself, beside the tests it now shows',
    before: [run('test', 1)],
    after: [run('test', 0, { a: 'passed' })],
    moves: { fixed: ['test'], added: ['a'], passed: 1 },
  },
  {
    what: 'a check that fails while its tests pass is broken itself',
    before: [run('test', 0, { a: 'passed' })],
    after: [run('test', 1, { a: 'passed' })],
    moves: { broken: ['test'], passed: 1 },
  },
  {
    what: 'a check stopped in the middle is broken itself, and what it did not reach was not run',
    before: [run('test', 0, { a: 'passed', b: 'passed' })],
    after: [run('test', null, { a: 'passed' }, 'timeout')],
    moves: { broken: ['test'], notRun: ['b'], passed: 1 },
  },
  {
    what: 'a check whose tests explain its failure says no more than they do',
    before: [run('test', 1, { a: 'failed' })],
    after: [run('test', 1, { a: 'failed' })],
    moves: { stillFailing: ['a'] },
  },
  {
    what: 'one name in two checks is told apart by the check',
    before: [run('unit', 1, { a: 'failed' }), run('browser', 0, { a: 'passed' })],
    after: [run('unit', 0, { a: 'passed' }), run('browser', 1, { a: 'failed' })],
    moves: { fixed: ['unit: a'], broken: ['browser: a'], passed: 1 },
  },
  { what: 'no checks move nothing', before: [], after: [], moves: {} },
];

describe('compareRuns', () => {
  test.each(rows)('$what', ({ before, after, moves }) => {
    expect(compareRuns(before, after)).toEqual({ ...NOTHING, ...moves });
  });

  test('one name in two checks where one of them is at head only', () => {
    const moves = compareRuns(
      [run('unit', 0, { a: 'passed' })],
      [run('unit', 1, { a: 'failed' }), run('more', 0, { a: 'passed' })],
    );
    expect(moves).toEqual({ ...NOTHING, broken: ['unit: a'], added: ['more: a'], passed: 1 });
  });

  test('a name lands in at most one list, at most once, for any two sets of runs', () => {
    fc.assert(
      fc.property(anyRuns, anyRuns, (before, after) => {
        const { passed, ...lists } = compareRuns(before, after);
        const names = Object.values(lists).flat();
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  test('the same runs on both sides fix, break, add and lose nothing', () => {
    fc.assert(
      fc.property(anyRuns, (runs) => {
        expect(compareRuns(runs, runs)).toMatchObject({ fixed: [], broken: [], notRun: [], added: [] });
      }),
    );
  });

  test('what is fixed one way is broken the other way', () => {
    fc.assert(
      fc.property(sameTests, ([before, after]) => {
        expect(compareRuns(before, after).fixed).toEqual(compareRuns(after, before).broken);
      }),
    );
  });

  test('nothing is green while a test is broken or still failing', () => {
    fc.assert(
      fc.property(anyRuns, anyRuns, (before, after) => {
        const { broken, stillFailing } = compareRuns(before, after);
        if (broken.length + stillFailing.length > 0) expect(verdictOf(after)).toBe('red');
      }),
    );
  });

  test('its answer fits the record', () => {
    fc.assert(
      fc.property(anyRuns, anyRuns, (before, after) => TestMoves.safeParse(compareRuns(before, after)).success),
    );
  });
});

describe('verdictOf', () => {
  test.each([
    ['unproven', 'no checks', []],
    ['green', 'every exit code is 0', [run('a', 0), run('b', 0, { t: 'passed', s: 'skipped' })]],
    ['red', 'one exit code is not 0', [run('a', 0), run('b', 1)]],
    ['red', 'the exit code is not 0 while every reported test passed', [run('a', 1, { t: 'passed' })]],
    ['red', 'a reported test failed while the exit code is 0', [run('a', 0, { t: 'failed' })]],
    ['red', 'a check was stopped', [run('a', null, undefined, 'timeout')]],
    ['red', 'a check was stopped after it exited well', [run('a', 0, undefined, 'output')]],
  ] as const)('is %s when %s', (verdict, _why, after) => {
    expect(verdictOf(after)).toBe(verdict);
  });

  test('is red when a test was lost, whatever passed', () => {
    expect(verdictOf([run('a', 0, { t: 'passed' })], ['gone'])).toBe('red');
  });
});

const outcome = fc.constantFrom(...TestOutcome.options);
/** Few names, and some that are traps for labels and for objects. */
const testName = fc.constantFrom('a', 'b', 'x: a', 'x', 'y: x', 'a (again)', 'toString', 'constructor');
const someTests = fc.option(fc.dictionary(testName, outcome), { nil: undefined });
const end = fc.oneof(
  fc.record({ exitCode: fc.constantFrom(0, 1), stopped: fc.constant(undefined) }),
  fc.constant({ exitCode: null, stopped: 'timeout' as const }),
);
const oneRun = fc
  .record({ name: fc.constantFrom('x', 'y', 'a'), end, tests: someTests })
  .map(({ name, end: { exitCode, stopped }, tests }) => run(name, exitCode, tests, stopped));
const anyRuns = fc.uniqueArray(oneRun, { selector: (each) => each.name, maxLength: 3 });

/** One check that never skips, with the same tests on both sides. */
const sameTests = fc
  .dictionary(testName, fc.tuple(fc.constantFrom('passed', 'failed'), fc.constantFrom('passed', 'failed')))
  .map((tests) => [0, 1].map((side) => [sideOf(tests, side)]) as [CheckRun[], CheckRun[]]);

function sideOf(tests: Record<string, readonly [TestOutcome, TestOutcome]>, side: number): CheckRun {
  const outcomes = Object.fromEntries(Object.entries(tests).map(([name, both]) => [name, both[side] ?? 'passed']));
  return run('check', Object.values(outcomes).includes('failed') ? 1 : 0, outcomes);
}
