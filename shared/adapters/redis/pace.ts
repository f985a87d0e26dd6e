import { Redis } from 'ioredis';
import type { Pace } from '#shared/ports.ts';
import type { Moment } from '#shared/task/task.ts';

interface Options {
  readonly url: string;
  /** Asked while Redis is away, at half the rate: others may be asking theirs. */
  readonly fallback: Pace;
  /** Told when Redis went away, once until it is back. */
  readonly onAway: (error: unknown) => void;
  /** Redis's own clock unless given, so that all instances agree on the time. */
  readonly now?: () => Moment;
}

/** Away, Redis costs half a second at the most; by default its client would wait for ever. */
const FAIL_FAST = { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 500, connectTimeout: 1_000 };

/** Rate buckets in Redis, shared by all instances. What is lost with it costs time, never correctness. */
export function redisPace({ url, fallback, onAway, now }: Options): Pace & { close(): void } {
  const redis = new Redis(url, FAIL_FAST);
  let isAway = false;
  redis.on('error', (error) => away(error));

  function away(error: unknown): void {
    if (!isAway) onAway(error);
    isAway = true;
  }

  async function ask(script: string, bucket: string, ...numbers: readonly number[]): Promise<number | undefined> {
    try {
      const answer = await redis.eval(script, 1, `bellhop:pace:${bucket}`, now?.() ?? '', ...numbers);
      isAway = false;
      return Number(answer);
    } catch (error) {
      away(error);
      return undefined;
    }
  }

  return {
    take: async (bucket, rate, reserve) => {
      const wanted = 1 + Math.min(reserve, rate.burst - 1);
      const waitMs = await ask(TAKE, bucket, rate.perMinute / 60_000, rate.burst, wanted);
      return waitMs ?? fallback.take(bucket, halved(rate), reserve);
    },
    pause: async (bucket, forMs) => {
      await fallback.pause(bucket, forMs);
      await ask(PAUSE, bucket, forMs);
    },
    close: () => redis.disconnect(),
  };
}

const halved = ({ perMinute, burst }: Parameters<Pace['take']>[1]) => ({
  perMinute: perMinute / 2,
  burst: Math.max(1, Math.floor(burst / 2)),
});

const CLOCK = `local now = tonumber(ARGV[1])
if not now then local time = redis.call('TIME'); now = time[1] * 1000 + math.floor(time[2] / 1000) end
`;

/** Grows, looks and takes in one go, so that of two who ask at once one gets the last token. Nobody asks for a full bucket. */
const TAKE = `${CLOCK}
local perMs, burst, wanted = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local known = redis.call('HMGET', KEYS[1], 'tokens', 'at', 'paused')
local tokens, at, paused = tonumber(known[1]) or burst, tonumber(known[2]) or now, tonumber(known[3]) or 0
tokens = math.min(burst, tokens + math.max(0, now - at) * perMs)
local wait = math.max(0, math.ceil((wanted - tokens) / perMs), math.ceil(paused - now))
if wait == 0 then tokens = tokens - 1 end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(now), 'paused', tostring(paused))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / perMs + math.max(0, paused - now)) + 60000)
return wait`;

const PAUSE = `${CLOCK}
local paused = math.max(tonumber(redis.call('HGET', KEYS[1], 'paused')) or 0, now + tonumber(ARGV[2]))
redis.call('HSET', KEYS[1], 'paused', tostring(paused))
redis.call('PEXPIRE', KEYS[1], math.ceil(paused - now) + 3600000)
return 0`;
