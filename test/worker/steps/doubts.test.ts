import { expect, test } from 'vitest';
import type { CheckRun } from '#shared/task/evidence.ts';
import { doubtsOf } from '#worker/steps/doubts.ts';
import { checkRun } from '../../shared/task/facts.ts';

function run(exitCode: number | null, tests?: CheckRun['tests']): CheckRun {
  const { tests: _, ...rest } = checkRun;
  return { ...rest, exitCode, ...(tests && { tests }), ...(exitCode === null && { stopped: 'timeout' as const }) };
}

test.each<[string, CheckRun, CheckRun, string]>([
  ['nothing moved', run(0, { a: 'passed' }), run(0, { a: 'passed' }), ''],
  ['what failed still fails', run(1, { a: 'failed' }), run(1, { a: 'failed' }), ''],
  ['a test fails that passed', run(0, { a: 'passed' }), run(1, { a: 'failed' }), 'head'],
  ['a test fails that was not there', run(0, {}), run(1, { a: 'error' }), 'head'],
  ['a check fails that passed', run(0), run(1), 'head'],
  ['a check fails as before', run(1), run(2), ''],
  ['a check is stopped that passed', run(0), run(null), 'head'],
  ['a program is not there any more', run(0), run(127), ''],
  ['a failing test passes', run(1, { a: 'failed' }), run(0, { a: 'passed' }), 'base'],
  ['a failing check passes', run(1), run(0), 'base'],
  ['a program is there now', run(127), run(0), ''],
  ['a test is gone', run(0, { a: 'passed' }), run(0, {}), 'base'],
  ['a test is skipped now', run(0, { a: 'passed' }), run(0, { a: 'skipped' }), 'base'],
  ['a skipped test is gone', run(0, { a: 'skipped' }), run(0, {}), ''],
  [
    'one is mended and one broken',
    run(1, { a: 'failed', b: 'passed' }),
    run(1, { a: 'passed', b: 'failed' }),
    'base head',
  ],
])('when %s', (_, before, after, doubted) => {
  const { atBase, atHead } = doubtsOf([before], [after]);
  expect([...(atBase.has('tests') ? ['base'] : []), ...(atHead.has('tests') ? ['head'] : [])].join(' ')).toBe(doubted);
});

test('a check that is on one side only leaves no doubt', () => {
  const { atBase, atHead } = doubtsOf([run(1)], [{ ...run(1), name: 'set-up' }]);
  expect([...atBase, ...atHead]).toEqual([]);
});
