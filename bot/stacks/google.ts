import { hostname } from 'node:os';
import { cloudStorageArtifacts } from '#shared/adapters/google/artifacts.ts';
import { type GoogleClients, openClients } from '#shared/adapters/google/clients.ts';
import { cloudRunJobs } from '#shared/adapters/google/job-runner.ts';
import { problemsOf } from '#shared/adapters/google/look.ts';
import { firestoreMemory } from '#shared/adapters/google/memory.ts';
import { oidcVerifier } from '#shared/adapters/google/oidc.ts';
import { pubsubTaskEventsReader } from '#shared/adapters/google/task-events.ts';
import { cloudTaskQueue } from '#shared/adapters/google/task-queue.ts';
import { firestoreTaskStore } from '#shared/adapters/google/task-store.ts';
import { firestoreTelemetryRelay } from '#shared/adapters/google/telemetry-relay.ts';
import type { Config } from '../config.ts';
import { DISPATCH_ROUTE } from '../dispatch/pushed.ts';
import type { GoogleSettings } from '../google-settings.ts';
import type { Logger } from '../log.ts';
import type { Standing } from './standing.ts';

/** What is wrong with the project's resources, each with its fix. */
export async function googleProblems(settings: GoogleSettings): Promise<readonly string[]> {
  // What is named by halves is told of already, and cannot be asked for.
  if (settings.project === '' || settings.region === '') return [];
  return problemsOf(settings, openClients(settings));
}

/** A project of Google Cloud, which any number of bots may share. `boot` tells this one from the others. */
export function googleStack(config: Config, settings: GoogleSettings, boot: string, log: Logger): Standing {
  const clients = openClients(settings);
  const { firestore } = clients;
  const report = (error: unknown) => log.error('google.trouble', error);
  const queue = queueOf(clients, config, settings);
  return {
    // Instances of one service share their host's name and port.
    instance: `${hostname()}:${config.port} ${boot}`,
    store: firestoreTaskStore(firestore, { onBroken: report }),
    memory: firestoreMemory(firestore),
    queue,
    pushed: { verify: callerOf(config, settings), deliver: queue.deliver },
    runner: cloudRunJobs({ ...clients, job: settings.job, env: workerEnv(config, settings) }),
    events: pubsubTaskEventsReader({
      ...settings,
      relay: firestoreTelemetryRelay({ firestore, bot: boot, report }),
      report,
    }),
    artifacts: cloudStorageArtifacts({ bucket: clients.storage.bucket(settings.bucket), now: Date.now }),
  };
}

function queueOf({ tasks: client }: GoogleClients, { publicUrl }: Config, { queue, dispatcher }: GoogleSettings) {
  const url = new URL(DISPATCH_ROUTE, publicUrl).href;
  return cloudTaskQueue({ client, queue, target: { url, audience: publicUrl, serviceAccount: dispatcher } });
}

function callerOf({ publicUrl }: Config, { dispatcher, endpoints: { certificates } }: GoogleSettings) {
  return oidcVerifier({
    audience: publicUrl,
    serviceAccount: dispatcher,
    ...(certificates !== undefined && { certsUrl: certificates }),
  });
}

/**
 * What an execution is told in its overrides, which everybody can read who may look at executions: no secret. The image and
 * the job itself have the rest.
 */
function workerEnv({ publicUrl, workerEnv: env }: Config, { topic }: GoogleSettings): Readonly<Record<string, string>> {
  const told = Object.entries(env).filter(([name]) => TOLD.test(name));
  return { ...Object.fromEntries(told), BELLHOP_BOT_URL: publicUrl, BELLHOP_EVENTS_TOPIC: topic };
}

const TOLD = /^(?:BELLHOP_(?!MODEL_KEY$)|GOOGLE_CLOUD_)/;
