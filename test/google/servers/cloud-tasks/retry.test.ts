import { expect, test } from 'vitest';
import { createRate } from './rate.ts';
import { isGivenUp, pauseAfter, retryRulesOf } from './retry.ts';

test('a pause doubles so many times, then grows evenly, to the longest there is', () => {
  const rules = retryRulesOf({ minBackoff: { seconds: 10 }, maxBackoff: { seconds: 300 }, maxDoublings: 3 });
  const pauses = [1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => pauseAfter(attempts, rules) / 1_000);
  expect(pauses).toEqual([10, 20, 40, 80, 160, 240, 300, 300]);
});

test('a queue without rules of its own has those of Cloud Tasks', () => {
  expect(retryRulesOf(undefined)).toEqual({
    ...{ maxAttempts: 100, maxRetryMs: 0, minBackoffMs: 100, maxBackoffMs: 3_600_000, maxDoublings: 16 },
  });
});

test.each([
  ['with attempts left', { maxAttempts: 3 }, { attempts: 2, forMs: 9_999 }, false],
  ['with none left', { maxAttempts: 3 }, { attempts: 3, forMs: 0 }, true],
  [
    'with none left, and time',
    { maxAttempts: 3, maxRetryDuration: { seconds: 5 } },
    { attempts: 9, forMs: 4_999 },
    false,
  ],
  ['with neither left', { maxAttempts: 3, maxRetryDuration: { seconds: 5 } }, { attempts: 9, forMs: 5_000 }, true],
  ['that may be tried for ever', { maxAttempts: -1 }, { attempts: 10_000, forMs: 9e9 }, false],
])('a task %s', (_, config, tried, givenUp) => {
  expect(isGivenUp(tried, retryRulesOf(config))).toBe(givenUp);
});

test('a rate lets a burst through at once, and then one after the other', () => {
  let at = 0;
  const rate = createRate(10, 2, () => at);
  const begin = () => {
    const waitMs = rate.waitMs();
    if (waitMs === 0) rate.take();
    return waitMs;
  };
  expect([begin(), begin(), begin()]).toEqual([0, 0, 100]);
  at += 100;
  expect([begin(), begin()]).toEqual([0, 100]);
  at += 60_000;
  expect([begin(), begin(), begin()]).toEqual([0, 0, 100]);
});
