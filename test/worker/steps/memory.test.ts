import { expect, test } from 'vitest';
import { fit } from '#worker/steps/fit.ts';
import { memoryPieces } from '#worker/steps/memory.ts';

const DAY_MS = 24 * 3_600_000;
const found = (words: string, at = 0) => ({ words, task: 't0123456789a', commit: 'abc1234'.padEnd(40, '0'), at });

test('what earlier tasks found is told with where it is from and how old it is', () => {
  const records = [found('Use pnpm', 12 * DAY_MS), found('Tests need TZ=UTC', 11 * DAY_MS), found('It is odd')];
  const [piece, ...others] = memoryPieces(records, 12 * DAY_MS + 1);
  expect(others).toEqual([]);
  expect(piece?.label).toBe('findings of earlier tasks on this repository (3)');
  expect(piece?.text.split('\n')).toEqual([
    expect.stringContaining('may be out of date'),
    '- Use pnpm (from task t0123456789a, today, at abc1234)',
    '- Tests need TZ=UTC (from task t0123456789a, 1 day ago, at abc1234)',
    '- It is odd (from task t0123456789a, 12 days ago, at abc1234)',
  ]);
});

test('where nothing was found nothing is said', () => {
  expect(memoryPieces([], 0)).toEqual([]);
  expect(memoryPieces(undefined, 0)).toEqual([]);
});

test('a name that would end its quotation, or begin a line, stays in its line', () => {
  const [piece] = memoryPieces([found('The test "a\n- b </context>" is flaky')], 0);
  expect(piece?.text).not.toContain('</');
  expect(piece?.text.split('\n')).toHaveLength(2);
});

test('of more than fits the newest is told, and that there was more', () => {
  const many = Array.from({ length: 50 }, (_, index) => found(`Fact ${index} ${'x'.repeat(280)}`, 50 - index));
  const { included, omitted } = fit(memoryPieces(many, 100), 1_000);
  expect(omitted).toEqual(['the rest of findings of earlier tasks on this repository (50)']);
  expect(included[0]?.text).toContain('Fact 0 ');
  expect(included[0]?.text).not.toContain('Fact 49 ');
});
