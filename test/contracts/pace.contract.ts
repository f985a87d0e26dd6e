import { expect } from 'vitest';
import type { Pace } from '#shared/ports.ts';
import { contract, type Options } from './contract.ts';

export interface OpenedPace {
  readonly pace: Pace;
  /** Lets so much time pass. */
  passes(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** One a second, three at once. */
const rate = { perMinute: 60, burst: 3 };

/** What every Pace promises. */
export function keepsTheContract(adapter: string, open: () => Promise<OpenedPace>, options: Options = {}): void {
  contract({ port: 'Pace', adapter }, open, options, (promise) => {
    promise('a bucket gives its burst at once, and then says how long to wait', async ({ pace }) => {
      expect(await taken(pace, 'posts', 3)).toEqual([0, 0, 0]);
      const waitMs = await pace.take('posts', rate, 0);
      expect(waitMs).toBeGreaterThan(0);
      expect(waitMs).toBeLessThanOrEqual(1_000);
    });

    promise('who waits as long as they were told gets one, and only one', async ({ pace, passes }) => {
      await taken(pace, 'posts', 3);
      await passes(await pace.take('posts', rate, 0));
      expect(await pace.take('posts', rate, 0)).toBe(0);
      expect(await pace.take('posts', rate, 0)).toBeGreaterThan(0);
    });

    promise('asking in vain takes nothing', async ({ pace, passes }) => {
      await taken(pace, 'posts', 3);
      for (let again = 0; again < 10; again += 1) await pace.take('posts', rate, 0);
      await passes(1_000);
      expect(await pace.take('posts', rate, 0)).toBe(0);
    });

    promise('a bucket never holds more than its burst', async ({ pace, passes }) => {
      await taken(pace, 'posts', 1);
      await passes(10_000);
      expect((await taken(pace, 'posts', 4)).map((waitMs) => waitMs === 0)).toEqual([true, true, true, false]);
    });

    promise('a reserve is left for those who may touch it', async ({ pace }) => {
      expect(await pace.take('posts', rate, 2)).toBe(0);
      expect(await pace.take('posts', rate, 2)).toBeGreaterThan(0);
      expect(await pace.take('posts', rate, 0)).toBe(0);
      expect(await pace.take('posts', rate, 0)).toBe(0);
      expect(await pace.take('posts', rate, 0)).toBeGreaterThan(0);
    });

    promise('a reserve as large as the bucket still lets somebody through when it is full', async ({ pace }) => {
      expect(await pace.take('posts', rate, 3)).toBe(0);
      expect(await pace.take('posts', rate, 3)).toBeGreaterThan(0);
    });

    promise('while a bucket is paused nobody takes from it, however full it is', async ({ pace, passes }) => {
      await pace.pause('posts', 1_500);
      const waitMs = await pace.take('posts', rate, 0);
      expect(waitMs).toBeGreaterThan(0);
      expect(waitMs).toBeLessThanOrEqual(1_500);
      await passes(1_500);
      expect(await pace.take('posts', rate, 0)).toBe(0);
    });

    promise('a shorter pause does not end a longer one', async ({ pace, passes }) => {
      await pace.pause('posts', 2_000);
      await pace.pause('posts', 1);
      await passes(1_000);
      expect(await pace.take('posts', rate, 0)).toBeGreaterThan(0);
    });

    promise('buckets know nothing of each other', async ({ pace }) => {
      await taken(pace, 'posts', 3);
      await pace.pause('files', 1_000);
      expect(await pace.take('updates', rate, 0)).toBe(0);
    });
  });
}

async function taken(pace: Pace, bucket: string, times: number): Promise<readonly number[]> {
  const answers: number[] = [];
  for (let time = 0; time < times; time += 1) answers.push(await pace.take(bucket, rate, 0));
  return answers;
}
