import fc from 'fast-check';
import { expect, test } from 'vitest';
import { branchOf, hasEnded, taskId, taskIdOf } from '#shared/task/task.ts';
import { TASKS } from './by-status.ts';

test('the same intake key is the same task, another key another one', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(taskIdOf(one)).toMatch(/^t[0-9a-f]{11}$/);
      expect(taskIdOf(one) === taskIdOf(other)).toBe(one === other);
    }),
  );
});

test('an id from outside is read only when it is one', () => {
  expect(taskId('t0123456789a')).toBe('t0123456789a');
  for (const text of [
    '',
    't',
    'T0123456789a',
    't0123456789g',
    't0123456789a\n',
    ' t0123456789a',
    '1700000000.000100',
  ]) {
    expect(() => taskId(text), text).toThrow(RangeError);
  }
  expect(() => taskId('x'.repeat(1_000_000))).toThrow(/^not a task id: .{0,50}$/);
});

test('a task pushes to its own branch', () => {
  expect(branchOf(taskId('t0123456789a'))).toBe('agent/t0123456789a');
});

test('an attempt has ended in these states and no other', () => {
  const ended = Object.values(TASKS).filter(hasEnded);
  expect(ended.map((task) => task.status).sort()).toEqual(['cancelled', 'failed', 'rejected', 'succeeded']);
});
