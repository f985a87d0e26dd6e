import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PubSub } from '@google-cloud/pubsub';
import { CloudTasksClient } from '@google-cloud/tasks';
import { COMPILE_CACHE } from '#deploy/local/compile-cache.ts';
import { startCloudRun } from './servers/cloud-run.ts';
import { startCloudStorage } from './servers/cloud-storage.ts';
import { startCloudTasks } from './servers/cloud-tasks.ts';
import { startIdentity } from './servers/identity.ts';

const REGION = 'europe-west1';
const DISPATCHER = 'bellhop-dispatcher@demo.iam.gserviceaccount.com';
const WORKER = fileURLToPath(import.meta.resolve('#worker/main.ts'));
/** Soon enough for tests: Cloud Tasks' own longest pause is an hour. */
const SWIFT = { minBackoff: { nanos: 50e6 }, maxBackoff: { seconds: 2 } };

/**
 * A project of Google Cloud on this machine, with all that a bot stands on: the emulators that run already, servers of ours
 * for the rest. What the services can be made to do wrong is in `tasks.faults`, `run.faults` and `storage.fault`.
 */
export async function raiseCloud({ sandbox = true } = {}) {
  const project = `demo-${randomUUID()}`;
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-cloud-'));
  const regional = `projects/${project}/locations/${REGION}`;
  const identity = await startIdentity();
  const tasks = await startCloudTasks({ identity });
  const run = await startCloudRun({
    name: `${regional}/jobs/bellhop-worker`,
    folder: containersIn(folder),
    command: [process.execPath, WORKER],
    env: { ...containerEnv(), TMPDIR: folder },
    // The first generation has no namespaces to build one with.
    generation: sandbox ? 'EXECUTION_ENVIRONMENT_GEN2' : 'EXECUTION_ENVIRONMENT_GEN1',
  });
  const bucket = `${project}-bellhop`;
  const storage = await startCloudStorage(bucket);
  const pubsub = new PubSub({ projectId: project });
  await Promise.all([openQueue(tasks, regional), openTopic(pubsub)]);
  const keyFile = join(folder, 'service-account.json');
  writeFileSync(keyFile, storage.keyFile, { mode: 0o600 });

  return {
    ...{ project, pubsub, tasks, run, storage, identity },
    /** What a bot of this project is told. */
    env: {
      BELLHOP_STACK: 'google',
      GOOGLE_CLOUD_PROJECT: project,
      GOOGLE_APPLICATION_CREDENTIALS: keyFile,
      BELLHOP_REGION: REGION,
      BELLHOP_KEY: randomUUID().replaceAll('-', '').repeat(2),
      BELLHOP_DISPATCHER: DISPATCHER,
      BELLHOP_GOOGLE_ENDPOINTS: JSON.stringify({
        tasks: `127.0.0.1:${tasks.port}`,
        run: `127.0.0.1:${run.port}`,
        storage: storage.url,
        certificates: identity.certsUrl,
      }),
    },
    close: async () => {
      await run.close();
      await Promise.all([tasks.close(), storage.close(), identity.close(), pubsub.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function containersIn(folder: string): string {
  const containers = join(folder, 'containers');
  mkdirSync(containers);
  return containers;
}

/** As much as an image would have: where programs are, and how to reach Pub/Sub. */
function containerEnv(): Readonly<Record<string, string>> {
  const { PATH = '', HOME = '', PUBSUB_EMULATOR_HOST = '' } = process.env;
  return { PATH, HOME, PUBSUB_EMULATOR_HOST, METADATA_SERVER_DETECTION: 'none', NODE_COMPILE_CACHE: COMPILE_CACHE };
}

async function openQueue({ clientOptions }: Awaited<ReturnType<typeof startCloudTasks>>, parent: string) {
  const client = new CloudTasksClient(clientOptions);
  await client.createQueue({ parent, queue: { name: `${parent}/queues/bellhop`, retryConfig: SWIFT } });
  await client.close();
}

/**
 * The bot's subscription, and one for the test to hear what workers say. Without ordering: the emulator goes on to give
 * ordered messages to a subscriber that was killed, for ever. Bots put events into their order themselves.
 */
async function openTopic(pubsub: PubSub): Promise<void> {
  const [topic] = await pubsub.createTopic('bellhop-events');
  const settings = { ackDeadlineSeconds: 10 };
  await topic.createSubscription('bellhop-events', settings);
  await topic.createSubscription('test', settings);
}
