import { describe, expect, test } from 'vitest';
import { comparisonsOf, runWords, whatFails } from '#bot/views/evidence.ts';
import type { CheckRun, TestMoves } from '#shared/task/evidence.ts';
import { run } from '../tasks.ts';

const NOTHING: TestMoves = { fixed: [], broken: [], stillFailing: [], notRun: [], added: [], passed: 0 };

test.each<readonly [Partial<TestMoves>, string]>([
  [{ broken: ['a'] }, '1 test fails'],
  [{ broken: ['a', 'b'] }, '2 tests fail'],
  [{ stillFailing: ['a'] }, '1 test fails, as before the change'],
  [{ broken: ['a'], stillFailing: ['b', 'c'] }, '3 tests fail, 2 of them as before the change'],
  [{ added: ['a'] }, 'not every check passed'],
  [{ notRun: ['a'] }, 'not every check passed'],
])('%j is said as "%s"', (moves, words) => {
  expect(whatFails({ moves: { ...NOTHING, ...moves }, after: [run({ exitCode: 1 })] })).toBe(words);
});

test.each<readonly [readonly string[], string]>([
  [['a'], '1 test that ran before does not run any more'],
  [['a', 'b'], '2 tests that ran before do not run any more'],
])('%j that are lost while every check passed are what fails', (notRun, words) => {
  expect(whatFails({ moves: { ...NOTHING, notRun: [...notRun] }, after: [run()] })).toBe(words);
});

test.each<readonly [Partial<CheckRun> | undefined, string]>([
  [{ exitCode: 0 }, 'passed (exit 0), 3.1 s'],
  [{ exitCode: 2 }, 'failed (exit 2), 3.1 s'],
  [{ exitCode: 0, tests: { adds: 'failed' } }, 'failed (though exit 0), 3.1 s'],
  [{ exitCode: null, stopped: 'timeout' }, 'stopped at its time limit, 3.1 s'],
  [{ exitCode: null, stopped: 'memory' }, 'stopped at its memory limit, 3.1 s'],
  [{ exitCode: null, stopped: 'output' }, 'stopped: too much output, 3.1 s'],
  [{ exitCode: null }, 'stopped, 3.1 s'],
  [{ exitCode: 1, again: { runs: 3, passed: 1, flakyOnly: true } }, 'flaky, 3.1 s; 1 of 3 runs passed'],
  [{ exitCode: 1, again: { runs: 3, passed: 0, flakyOnly: false } }, 'failed (exit 1), 3.1 s; 0 of 3 runs passed'],
  [undefined, 'not run'],
])('a run %j is said as "%s"', (about, words) => {
  expect(runWords(about && run(about))).toBe(words);
});

describe('the comparison of checks', () => {
  test('pairs them by name and keeps those that ran on one side only', () => {
    const [before, after, lint, added] = [run(), run(), run({ name: 'lint' }), run({ name: 'types' })];
    expect(comparisonsOf({ before: [before, lint], after: [after, added] })).toEqual([
      { name: 'test', command: 'npm test', before, after },
      { name: 'types', command: 'npm test', after: added },
      { name: 'lint', command: 'npm test', before: lint },
    ]);
  });
});
