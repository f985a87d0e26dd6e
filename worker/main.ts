import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TaskEventsWriter } from '#shared/ports.ts';
import type { Assignment } from '#shared/worker-api.ts';
import { claim, connectBot } from './bot.ts';
import { openShelves } from './cache/shelves.ts';
import { type Config, readConfig } from './config.ts';
import { holdLease } from './lease.ts';
import { createLog, type LogError } from './log.ts';
import { outcomeOf } from './outcome.ts';
import { createPublisher } from './publisher.ts';
import { createRedaction, type Redaction } from './redaction.ts';
import { probeSandbox } from './sandbox/probe.ts';
import { Stopped } from './stop.ts';
import { createTelemetry } from './telemetry.ts';

const CLAIM_MS = 5 * 60_000;
/** How long the end of an attempt is told again before the worker leaves it to the bot to find out. */
const CONFIRM_MS = 60_000;
const CONFIRM_AT_SHUTDOWN_MS = 3_000;

interface Around extends Redaction {
  readonly shutdown: AbortSignal;
  readonly log: LogError;
}

if (import.meta.main) process.exit(await main(process.argv, process.env));

/** One execution: one attempt. The only place that chooses adapters, and that ends the process. */
async function main(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  if (argv.includes('--probe')) return tellProbe();
  const shutdown = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => shutdown.abort(new Stopped('shutdown')));
  const redaction = createRedaction([env.BELLHOP_CAPABILITY ?? '', env.BELLHOP_MODEL_KEY ?? '']);
  const log = createLog((line) => process.stderr.write(line), redaction.redact);
  try {
    await execute(readConfig(env), { ...redaction, shutdown: shutdown.signal, log });
    return 0;
  } catch (error) {
    // Nothing was claimed, so there is no attempt to end; the bot sees that this execution is gone.
    log('worker.failed', error);
    return 1;
  }
}

async function tellProbe(): Promise<number> {
  const probe = await probeSandbox();
  const answer = probe.works ? { sandbox: 'bubblewrap' } : { sandbox: 'none', why: probe.why };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  return 0;
}

/** Claims the attempt, works on it, and does not leave before its end is told. */
async function execute(config: Config, { shutdown, redact, keepSecret, log }: Around): Promise<void> {
  const [assignment, probe, writer, { work }] = await Promise.all([
    claimed(config, shutdown),
    probeSandbox(),
    openWriter(config, shutdown),
    // All that an attempt is made of is read while the bot and the sandbox are waited for.
    import('./work.ts'),
  ]);
  for (const secret of [assignment.session, assignment.eventKey]) keepSecret(secret);
  const origin = { task: config.task, attempt: config.attempt };
  const voice = { ...origin, writer, key: assignment.eventKey, redact, now: Date.now };
  const [publisher, telemetry] = [createPublisher(voice), createTelemetry(voice)];
  const bot = connectBot(config.botUrl, assignment.session, redact);
  const lease = holdLease(bot, assignment.leaseMs);
  const desist = publisher.insist(lease);
  const signal = AbortSignal.any([shutdown, lease.signal]);
  const folder = join(config.scratchFolder, config.execution.replace(/[^\w.-]+/g, '-'));
  const shelves = await openShelves(config.cacheFolder, log, signal);
  const told = { publisher, report: telemetry.report, redact, keepSecret };
  const given = { assignment, bot, lease, ...told, shelves, signal, folder };

  const outcome = await work(config, probe, given).catch((error: unknown) => {
    log('attempt.failed', error);
    return outcomeOf(error, signal);
  });
  telemetry.close();
  desist();
  publisher.end(outcome);
  await publisher.confirmed(lease, patience(shutdown));
  await lease.release();
  await writer.close();
  await rm(folder, { recursive: true, force: true });
}

/** Only what is used is loaded, while the claim is under way. */
async function openWriter({ events, task, attempt }: Config, shutdown: AbortSignal): Promise<TaskEventsWriter> {
  if ('folder' in events) {
    const { localTaskEventsWriter } = await import('#shared/adapters/local/task-events.ts');
    return localTaskEventsWriter({ task, attempt, ...events });
  }
  const { pubsubTaskEventsWriter } = await import('#shared/adapters/google/task-events.ts');
  const [, project = ''] = events.topic.split('/');
  return pubsubTaskEventsWriter({ task, attempt, ...events, project, until: shutdown });
}

function claimed({ botUrl, capability, execution }: Config, shutdown: AbortSignal): Promise<Assignment> {
  const nonce = randomBytes(16).toString('hex');
  return claim(botUrl, { capability, execution, nonce }, AbortSignal.any([shutdown, AbortSignal.timeout(CLAIM_MS)]));
}

function patience(shutdown: AbortSignal): AbortSignal {
  if (shutdown.aborted) return AbortSignal.timeout(CONFIRM_AT_SHUTDOWN_MS);
  return AbortSignal.any([shutdown, AbortSignal.timeout(CONFIRM_MS)]);
}
