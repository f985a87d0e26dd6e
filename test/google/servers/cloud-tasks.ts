import { cloudTasksApi } from './cloud-tasks/api.ts';
import { createFaults, type Faults } from './cloud-tasks/faults.ts';
import { createQueue, type Dispatched, type Queue } from './cloud-tasks/queue.ts';
import { protosOf, serveGrpc } from './grpc.ts';
import type { Identity } from './identity.ts';

/** A Cloud Tasks of ours: what `@google-cloud/tasks` calls, and what it brings to HTTP targets. */
export interface CloudTasks {
  readonly port: number;
  /** What a CloudTasksClient has to be made with to come here. */
  readonly clientOptions: Awaited<ReturnType<typeof serveGrpc>>['clientOptions'];
  readonly faults: Faults;
  /** Dispatches that are over, oldest first. */
  readonly dispatched: readonly Dispatched[];
  close(): Promise<void>;
}

/**
 * Tasks are brought at least once, as the limits and the retry rules of their queue say. It does not slow a queue down
 * whose target answers 429 or 503, as Cloud Tasks does, and nothing outlives it.
 */
export async function startCloudTasks({ identity }: { identity: Pick<Identity, 'mint'> }): Promise<CloudTasks> {
  const queues = new Map<string, Queue>();
  const faults = createFaults();
  const dispatched: Dispatched[] = [];
  const now = Date.now;
  const around = { identity, faults, now, onDispatched: (one: Dispatched) => void dispatched.push(one) };
  const api = cloudTasksApi({ queues, open: (config) => createQueue(config, around), faults, now });
  const protos = protosOf('@google-cloud/tasks', ['google/cloud/tasks/v2/cloudtasks.proto']);
  const { port, clientOptions, close } = await serveGrpc(protos, { 'google.cloud.tasks.v2.CloudTasks': api });
  return {
    ...{ port, clientOptions, faults, dispatched },
    close: async () => {
      await close();
      await Promise.all(Array.from(queues.values(), (queue) => queue.close()));
    },
  };
}
