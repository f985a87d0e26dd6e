import { expect, test } from 'vitest';
import { freePort } from '#deploy/local/free-port.ts';
import { redisProblems } from '#shared/adapters/redis/look.ts';
import { hasRedis, startRedis } from '../../../contracts/redis-server.ts';

test('a Redis that nobody started is told with its fix', async () => {
  const problems = await redisProblems(`redis://127.0.0.1:${await freePort()}`);
  expect(problems).toEqual([
    expect.stringMatching(/^BELLHOP_REDIS_URL .*ECONNREFUSED.*: start it, correct the address/),
  ]);
});

test.skipIf(!hasRedis)('one that answers is fine, and one that hangs is told', async () => {
  const server = await startRedis();
  expect(await redisProblems(server.url)).toEqual([]);
  server.freeze();
  expect(await redisProblems(server.url)).toHaveLength(1);
  await server.end();
});
