import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { localTaskEventsWriter } from '#shared/adapters/local/task-events.ts';
import { attempt, type Parts } from './attempt.ts';
import { claim, connectBot } from './bot.ts';
import { type Config, readConfig } from './config.ts';
import { isolationOf } from './isolation.ts';
import { holdLease } from './lease.ts';
import { createLog, type LogError } from './log.ts';
import { cassetteFor, readCassette } from './model/cassette.ts';
import { scriptedModel } from './model/scripted.ts';
import { outcomeOf } from './outcome.ts';
import { createPublisher } from './publisher.ts';
import { createRedaction, type Redaction } from './redaction.ts';
import { makeFolders } from './rooms.ts';
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
  const redaction = createRedaction([env.BELLHOP_CAPABILITY ?? '']);
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
  const request = {
    capability: config.capability,
    execution: config.execution,
    nonce: randomBytes(16).toString('hex'),
  };
  const assignment = await claim(config.botUrl, request, AbortSignal.any([shutdown, AbortSignal.timeout(CLAIM_MS)]));
  for (const secret of [assignment.session, assignment.eventKey]) keepSecret(secret);
  const { task, attempt: number } = config;
  const writer = localTaskEventsWriter({ folder: config.eventsFolder, task, attempt: number });
  const sender = { writer, task, attempt: number, key: assignment.eventKey, redact, now: Date.now };
  const [publisher, telemetry] = [createPublisher(sender), createTelemetry(sender)];
  const bot = connectBot(config.botUrl, assignment.session, redact);
  const lease = holdLease(bot, assignment.leaseMs);
  const signal = AbortSignal.any([shutdown, lease.signal]);
  const folder = join(config.scratchFolder, config.execution.replace(/[^\w.-]+/g, '-'));
  const parts = { assignment, bot, lease, publisher, report: telemetry.report, redact, keepSecret, signal, folder };

  const outcome = await work(config, parts).catch((error: unknown) => {
    log('attempt.failed', error);
    return outcomeOf(error, signal);
  });
  telemetry.close();
  publisher.end(outcome);
  await publisher.confirmed(lease, patience(shutdown));
  await lease.release();
  await writer.close();
  await rm(folder, { recursive: true, force: true });
}

function patience(shutdown: AbortSignal): AbortSignal {
  if (shutdown.aborted) return AbortSignal.timeout(CONFIRM_AT_SHUTDOWN_MS);
  return AbortSignal.any([shutdown, AbortSignal.timeout(CONFIRM_MS)]);
}

type Given = Omit<Parts, 'model' | 'openSandbox' | 'folders' | 'environment' | 'clock'> & { readonly folder: string };

async function work({ cassettes, environment }: Config, given: Given) {
  const { assignment, publisher, folder } = given;
  const folders = await makeFolders(folder);
  const model = scriptedModel(cassetteFor(await Promise.all(cassettes.map(readCassette)), assignment.request));
  const isolation = isolationOf(await probeSandbox(), { assignment, gitDirectory: folders.gitDirectory, environment });
  publisher.tell({ type: 'worker.ready', model: model.name, sandbox: isolation.kind });
  const { openSandbox } = isolation;
  const { head } = await attempt({
    ...given,
    folders,
    model,
    openSandbox,
    environment,
    clock: () => performance.now(),
  });
  return { end: 'pushed', head } as const;
}
