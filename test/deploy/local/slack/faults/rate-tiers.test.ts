import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALLOWANCES, type Bucket, takeToken } from '#deploy/local/slack/faults/rate-tiers.ts';

const TIER = { perMinute: 60, burst: 3 };

test('a full bucket gives its burst and then says how long to wait', () => {
  const waits: (number | undefined)[] = [];
  let bucket: Bucket | undefined;
  for (const at of [0, 0, 0, 0, 500, 1_000]) {
    const taken = takeToken(bucket, TIER, at);
    bucket = taken.bucket;
    waits.push(taken.retryAfterSeconds);
  }
  expect(waits).toEqual([undefined, undefined, undefined, 1, 1, undefined]);
});

test('who waits as long as told always gets a token', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(ALLOWANCES)),
      fc.array(fc.nat(5_000), { maxLength: 200 }),
      (allowance, gaps) => {
        let bucket: Bucket | undefined;
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const taken = takeToken(bucket, allowance, now);
          bucket = taken.bucket;
          if (taken.retryAfterSeconds === undefined) continue;
          now += taken.retryAfterSeconds * 1_000;
          const again = takeToken(bucket, allowance, now);
          bucket = again.bucket;
          if (again.retryAfterSeconds !== undefined) return false;
        }
        return true;
      },
    ),
  );
});

test('no minute sees more calls than the burst and the refill of that minute', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2_000), { maxLength: 300 }), (gaps) => {
      let bucket: Bucket | undefined;
      let now = 0;
      const granted: number[] = [];
      for (const gap of gaps) {
        now += gap;
        const taken = takeToken(bucket, TIER, now);
        bucket = taken.bucket;
        if (taken.retryAfterSeconds === undefined) granted.push(now);
      }
      const inMinute = (start: number) => granted.filter((at) => at >= start && at < start + 60_000).length;
      return granted.every((start) => inMinute(start) <= TIER.burst + TIER.perMinute);
    }),
  );
});
