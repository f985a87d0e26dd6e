import { Redis } from 'ioredis';

const ANSWER_MS = 3_000;

/** Asks the Redis once. Later it may come and go; one that nobody ever reached is a mistake in the setting. */
export async function redisProblems(url: string): Promise<readonly string[]> {
  if (!/^rediss?:\/\//.test(url)) return [];
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: ANSWER_MS,
    commandTimeout: ANSWER_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // Told below, with what to do about it.
  let why: unknown;
  redis.on('error', (error) => {
    why = error;
  });
  try {
    await redis.connect();
    await redis.ping();
    return [];
  } catch (error) {
    return [
      `BELLHOP_REDIS_URL names a Redis that does not answer (${reasonOf(why ?? error)}): start it, correct the address, or leave the setting out.`,
    ];
  } finally {
    redis.disconnect();
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
