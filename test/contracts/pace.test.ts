import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localPace } from '#shared/adapters/local/pace.ts';
import { keepsTheContract } from './pace.contract.ts';

keepsTheContract('embedded', async () => {
  const { pace, passes } = onAClock();
  return { pace, passes: async (ms) => passes(ms), close: async () => {} };
});

test('of more buckets than it keeps, it forgets those that were not used for longest', async () => {
  const { pace } = onAClock(2);
  const one = { perMinute: 1, burst: 1 };
  await pace.take('first', one, 0);
  await pace.take('second', one, 0);
  await pace.take('first', one, 0);
  await pace.take('third', one, 0);
  expect(await pace.take('first', one, 0)).toBeGreaterThan(0);
  expect(await pace.take('second', one, 0)).toBe(0);
});

test('a clock that goes back takes nothing away and gives nothing', async () => {
  const { pace, passes } = onAClock();
  const rate = { perMinute: 60, burst: 1 };
  await pace.take('posts', rate, 0);
  passes(-5_000);
  expect(await pace.take('posts', rate, 0)).toBe(1_000);
});

test('whatever is asked and when, no more is given than burst and rate allow', async () => {
  const asking = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(asking, fc.integer({ min: 1, max: 5 }), async (pauses, burst) => {
      const { pace, passes } = onAClock();
      let given = 0;
      let passedMs = 0;
      for (const ms of pauses) {
        passes(ms);
        passedMs += ms;
        if ((await pace.take('posts', { perMinute: 60, burst }, 0)) === 0) given += 1;
      }
      expect(given).toBeLessThanOrEqual(burst + Math.floor(passedMs / 1_000));
    }),
  );
});

function onAClock(keep?: number) {
  let at = 1_000_000;
  return {
    pace: localPace({ now: () => at, ...(keep && { keep }) }),
    passes: (ms: number) => {
      at += ms;
    },
  };
}
