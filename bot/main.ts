import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { githubRepoHost } from '#shared/adapters/github/repo-host.ts';
import { localArtifacts } from '#shared/adapters/local/artifacts.ts';
import { openDatabase } from '#shared/adapters/local/database.ts';
import { localJobRunner } from '#shared/adapters/local/job-runner.ts';
import { localPace } from '#shared/adapters/local/pace.ts';
import { localTaskEventsReader } from '#shared/adapters/local/task-events.ts';
import { localTaskQueue } from '#shared/adapters/local/task-queue.ts';
import { localTaskStore } from '#shared/adapters/local/task-store.ts';
import type { Artifacts, Pace } from '#shared/ports.ts';
import { TaskError, toFailure } from '#shared/task/failure.ts';
import { redactor } from '#shared/text/redact.ts';
import { startBot } from './bot.ts';
import { type Config, readConfig } from './config.ts';
import { createRights, type Rights } from './dispatch/rights.ts';
import { createLogger, type Logger } from './log.ts';

/** config → adapters → bot. The only place that chooses adapters, and the only one that ends the process. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const redact = redactor([
    ...[config.slack.botToken, config.slack.appToken, config.github.privateKey],
    ...[config.workerEnv.BELLHOP_MODEL_KEY ?? '', config.redisUrl ?? ''],
  ]);
  const log = createLogger((line) => process.stderr.write(line), redact);
  const rights = createRights(config.key);
  const bot = await startBot({
    ...{ config, rights, redact, log, now: Date.now },
    instance: `${hostname()}:${config.port}`,
    boot: randomBytes(6).toString('hex'),
    ...embedded(config, rights),
    pace: await openPace(config, log),
  });
  const stop = () => void bot.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** Shared through Redis where there is one; while it is away, and without it, in this process's memory. */
async function openPace({ redisUrl: url, timing }: Config, log: Logger): Promise<Pace> {
  const fallback = localPace({ now: Date.now, minuteMs: timing.budgetMinuteMs });
  if (url === undefined) return fallback;
  const { redisPace } = await import('#shared/adapters/redis/pace.ts');
  return redisPace({ url, fallback, onAway: (error) => log.error('redis.away', error) });
}

function embedded(config: Config, rights: Rights) {
  const { data, publicUrl } = config;
  const database = openDatabase(join(data, 'bellhop.sqlite'));
  const events = join(data, 'events');
  return {
    store: localTaskStore(database),
    queue: localTaskQueue(database, { clock: Date.now, perSecond: 5 }),
    runner: localJobRunner({
      folder: join(data, 'executions'),
      scratch: join(data, 'scratch'),
      command: [process.execPath, fileURLToPath(import.meta.resolve('../worker/main.ts'))],
      env: {
        // A worker starts in about half the time when it need not compile what the last one compiled.
        NODE_COMPILE_CACHE: join(data, 'compile-cache'),
        ...config.workerEnv,
        BELLHOP_BOT_URL: publicUrl,
        BELLHOP_EVENTS: events,
        BELLHOP_CACHE: join(data, 'cache'),
      },
    }),
    events: localTaskEventsReader({ folder: events }),
    artifacts: withSignedLinks(
      localArtifacts({ folder: join(data, 'artifacts'), baseUrl: `${publicUrl}/artifacts` }),
      rights,
    ),
    host: githubRepoHost(config.github),
  };
}

/** The bot serves artifacts itself, to whoever has a whole link. */
function withSignedLinks(artifacts: Artifacts, rights: Rights): Artifacts {
  return { ...artifacts, link: async (name) => `${await artifacts.link(name)}?key=${rights.linkKey(name)}` };
}

main().catch((error: unknown) => {
  const { words, remedy } = toFailure(error);
  process.stderr.write(`${words}\n${remedy}\n`);
  if (!(error instanceof TaskError)) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
