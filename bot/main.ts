import { randomBytes } from 'node:crypto';
import { githubRepoHost } from '#shared/adapters/github/repo-host.ts';
import { localPace } from '#shared/adapters/local/pace.ts';
import type { Pace } from '#shared/ports.ts';
import { TaskError, toFailure } from '#shared/task/failure.ts';
import { redactor } from '#shared/text/redact.ts';
import { startBot } from './bot.ts';
import { type Config, type Draft, readConfig } from './config.ts';
import { createRights, type Rights } from './dispatch/rights.ts';
import { createLogger, type Logger } from './log.ts';
import type { Standing } from './stacks/standing.ts';

/** config → adapters → bot. With `stacks/`, the only place that chooses adapters, and the only one that ends the process. */
async function main(): Promise<void> {
  const config = await readConfig(process.env, lookAround);
  const redact = redactor([
    ...[config.slack.botToken, config.slack.appToken, config.github.privateKey],
    ...[config.workerEnv.BELLHOP_MODEL_KEY ?? '', config.redisUrl ?? ''],
  ]);
  const log = createLogger((line) => process.stderr.write(line), redact);
  const rights = createRights(config.key);
  const boot = randomBytes(6).toString('hex');
  const bot = await startBot({
    ...{ config, rights, redact, log, now: Date.now },
    boot,
    ...(await openStack(config, { rights, boot, log })),
    host: githubRepoHost(config.github),
    pace: await openPace(config, log),
  });
  const stop = () => void bot.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** What is wrong with the services that a configuration names, as far as they can be asked. Nothing of the others is loaded. */
async function lookAround({ stack, redisUrl }: Draft): Promise<readonly string[]> {
  const looks: Promise<readonly string[]>[] = [];
  if (redisUrl !== undefined)
    looks.push(import('#shared/adapters/redis/look.ts').then(({ redisProblems }) => redisProblems(redisUrl)));
  if (stack.on === 'google')
    looks.push(import('./stacks/google.ts').then(({ googleProblems }) => googleProblems(stack)));
  return (await Promise.all(looks)).flat();
}

async function openStack(
  config: Config,
  { rights, boot, log }: { rights: Rights; boot: string; log: Logger },
): Promise<Standing> {
  const { stack } = config;
  if (stack.on === 'google') return (await import('./stacks/google.ts')).googleStack(config, stack, boot, log);
  return (await import('./stacks/embedded.ts')).embeddedStack(config, stack.data, rights);
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
