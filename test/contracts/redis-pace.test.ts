import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { localPace } from '#shared/adapters/local/pace.ts';
import { redisPace } from '#shared/adapters/redis/pace.ts';
import { keepsTheContract } from './pace.contract.ts';
import { hasRedis, startRedis, withoutRedis } from './redis-server.ts';

const RATE = { perMinute: 60, burst: 4 };

/** A pace on a clock of the test's, and what it said of Redis. */
function onAClock(url: string) {
  let at = 1_000_000;
  const away: unknown[] = [];
  const now = () => at;
  const pace = redisPace({ url, fallback: localPace({ now }), onAway: (error) => away.push(error), now });
  const passes = async (ms: number) => {
    at += ms;
  };
  return { pace, away, passes };
}

/** Connected. Before that it asks its fallback, whose half of two is one. */
async function ready({ pace, away }: ReturnType<typeof onAClock>): Promise<void> {
  const both = async () => {
    const bucket = randomUUID();
    const rate = { perMinute: 1, burst: 2 };
    return [await pace.take(bucket, rate, 0), await pace.take(bucket, rate, 0)];
  };
  await expect.poll(both).toEqual([0, 0]);
  away.length = 0;
}

describe.skipIf(!hasRedis)(`on a real Redis${withoutRedis}`, () => {
  keepsTheContract('redis', async () => {
    const server = await startRedis();
    const opened = onAClock(server.url);
    await ready(opened);
    return {
      pace: opened.pace,
      passes: opened.passes,
      close: async () => {
        opened.pace.close();
        await server.end();
      },
    };
  });

  async function stage() {
    const server = await startRedis();
    onTestFinished(server.end);
    const open = async () => {
      const opened = onAClock(server.url);
      onTestFinished(() => opened.pace.close());
      await ready(opened);
      return opened;
    };
    return { server, open };
  }

  test('what one instance takes, another does not have', async () => {
    const { open } = await stage();
    const [one, two] = [await open(), await open()];
    const asked = Array.from({ length: 12 }, (_, index) => (index % 2 ? one : two).pace.take('posts', RATE, 0));
    expect((await Promise.all(asked)).filter((waitMs) => waitMs === 0)).toHaveLength(RATE.burst);
    await one.pace.pause('updates', 2_000);
    expect(await two.pace.take('updates', RATE, 0)).toBe(2_000);
  });

  test('without a clock of its own it goes by that of Redis', async () => {
    const { server } = await stage();
    const fallback = localPace({ now: Date.now });
    const pace = redisPace({ url: server.url, fallback, onAway: () => {} });
    onTestFinished(() => pace.close());
    await expect.poll(() => pace.take('posts', { perMinute: 1, burst: 1 }, 0)).toBeGreaterThan(50_000);
  });

  test.each<[string, (server: Awaited<ReturnType<typeof startRedis>>) => unknown]>([
    ['dead', (server) => server.end()],
    ['frozen', (server) => server.freeze()],
  ])('while Redis is %s it goes on at half the rate, says so once, and keeps to a pause', async (_, takeAway) => {
    const { server, open } = await stage();
    const { pace, away } = await open();
    await takeAway(server);
    const asked = [1, 2, 3, 4].map(() => pace.take('posts', RATE, 0));
    expect((await Promise.all(asked)).filter((waitMs) => waitMs === 0)).toHaveLength(RATE.burst / 2);
    await pace.pause('updates', 3_000);
    expect(await pace.take('updates', RATE, 0)).toBe(3_000);
    expect(away).toHaveLength(1);
    server.thaw();
  });

  test('once Redis is back, it is asked again', async () => {
    const { server, open } = await stage();
    const one = await open();
    await server.restart();
    await ready(one);
    expect(await one.pace.take('posts', RATE, 0)).toBe(0);
    const two = await open();
    const left = await Promise.all([1, 2, 3, 4].map(() => two.pace.take('posts', RATE, 0)));
    expect(left.filter((waitMs) => waitMs === 0)).toHaveLength(RATE.burst - 1);
  });
});
