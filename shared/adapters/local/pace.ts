import type { Pace } from '#shared/ports.ts';
import type { Moment } from '#shared/task/task.ts';

interface Bucket {
  readonly tokens: number;
  readonly filledAt: Moment;
  readonly pausedUntil: Moment;
}

interface Options {
  readonly now: () => Moment;
  /** What counts as a minute of a rate. */
  readonly minuteMs?: number;
  /** Of more buckets than this, those that were not used for longest are forgotten. */
  readonly keep?: number;
}

/** Rate buckets in this process's memory. */
export function localPace({ now, minuteMs = 60_000, keep = 10_000 }: Options): Pace {
  const perMs = (rate: Rate): number => rate.perMinute / minuteMs;

  const buckets = new Map<string, Bucket>();

  function remember(name: string, bucket: Bucket): void {
    buckets.delete(name);
    buckets.set(name, bucket);
    const [oldest] = buckets.keys();
    if (buckets.size > keep && oldest !== undefined) buckets.delete(oldest);
  }

  return {
    take: async (name, rate, reserve) => {
      const at = now();
      const bucket = refilled(buckets.get(name), rate, perMs(rate), at);
      const waitMs = waitOf(bucket, rate, perMs(rate), reserve, at);
      remember(name, waitMs > 0 ? bucket : { ...bucket, tokens: bucket.tokens - 1 });
      return waitMs;
    },
    pause: async (name, forMs) => {
      const before = buckets.get(name) ?? { tokens: Number.POSITIVE_INFINITY, filledAt: now(), pausedUntil: 0 };
      remember(name, { ...before, pausedUntil: Math.max(before.pausedUntil, now() + forMs) });
    },
  };
}

type Rate = Parameters<Pace['take']>[1];

function refilled(bucket: Bucket | undefined, rate: Rate, perMs: number, at: Moment): Bucket {
  if (!bucket) return { tokens: rate.burst, filledAt: at, pausedUntil: 0 };
  const grown = bucket.tokens + Math.max(0, at - bucket.filledAt) * perMs;
  return { ...bucket, tokens: Math.min(rate.burst, grown), filledAt: at };
}

function waitOf(bucket: Bucket, rate: Rate, perMs: number, reserve: number, at: Moment): number {
  // A reserve as large as the bucket would never let anybody through.
  const wanted = 1 + Math.min(reserve, rate.burst - 1);
  const growsMs = Math.ceil((wanted - bucket.tokens) / perMs);
  return Math.max(0, growsMs, Math.ceil(bucket.pausedUntil - at));
}
