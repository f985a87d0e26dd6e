import { randomBytes } from 'node:crypto';
import { githubRepoHost } from '#shared/adapters/github/repo-host.ts';
import { localPace } from '#shared/adapters/local/pace.ts';
import type { Pace } from '#shared/ports.ts';
import { TaskError, toFailure } from '#shared/task/failure.ts';
import { redactor } from '#shared/text/redact.ts';
import { startBot } from './bot.ts';
import { type Config, type Draft, readConfig } from './config.ts';
import { createRights } from './dispatch/rights.ts';
import { createLogger, type Logger } from './log.ts';
import { embeddedStack } from './stacks/embedded.ts';

/** config → adapters → bot. With `stacks/`, the only place that chooses adapters, and the only one that ends the process. */
async function main(): Promise<void> {
  const config = await readConfig(process.env, lookAround);
  const redact = redactor([
    ...[config.slack.botToken, config.slack.appToken, config.github.privateKey],
    ...[config.workerEnv.BELLHOP_MODEL_KEY ?? '', config.redisUrl ?? ''],
  ]);
  const log = createLogger((line) => process.stderr.write(line), redact);
  const rights = createRights(config.key);
  const bot = await startBot({
    ...{ config, rights, redact, log, now: Date.now },
    boot: randomBytes(6).toString('hex'),
    ...embeddedStack(config, config.stack.data, rights),
    host: githubRepoHost(config.github),
    pace: await openPace(config, log),
  });
  const stop = () => void bot.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** What is wrong with the services that a configuration names, as far as they can be asked. */
async function lookAround({ redisUrl }: Draft): Promise<readonly string[]> {
  if (redisUrl === undefined) return [];
  return (await import('#shared/adapters/redis/look.ts')).redisProblems(redisUrl);
}

/** Shared through Redis where there is one; while it is away, and without it, in this process's memory. */
async function openPace({ redisUrl: url, timing }: Config, log: Logger): Promise<Pace> {
  const fallback = localPace({ now: Date.now, minuteMs: timing.budgetMinuteMs });
  if (url === undefined) return fallback;
  const { redisPace } = await import('#shared/adapters/redis/pace.ts');
  return redisPace({ url, fallback, onAway: (error) => log.error('redis.away', error) });
}

main().catch((error: unknown) => {
  const { words, remedy } = toFailure(error);
  process.stderr.write(`${words}\n${remedy}\n`);
  if (!(error instanceof TaskError)) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
