import { expect, test } from 'vitest';
import { age, count, duration, money } from '#bot/views/amounts.ts';

test.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [3_240, '3.2 s'],
  [9_949, '9.9 s'],
  [9_950, '10 s'],
  [59_600, '1 min'],
  [192_000, '3 min 12 s'],
  [3_599_700, '1 h'],
  [3_840_000, '1 h 4 min'],
])('%d ms is said as %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test.each([
  [-5, 'just now'],
  [59_999, 'just now'],
  [60_000, '1 min ago'],
  [3_600_000, '1 h ago'],
  [48 * 3_600_000, '2 days ago'],
])('%d ms ago is said as %s', (ms, words) => {
  expect(age(ms)).toBe(words);
});

test.each([
  [0, undefined],
  [0.004, 'less than $0.01'],
  [0.42, '$0.42'],
])('%d dollars are said as %s', (usd, words) => {
  expect(money({ usd })).toBe(words);
});

test('one is one, and everything else is many', () => {
  expect([count(0, 'test'), count(1, 'test'), count(2, 'repository', 'repositories')]).toEqual([
    '0 tests',
    '1 test',
    '2 repositories',
  ]);
});
