import { CloudTasksClient } from '@google-cloud/tasks';
import { DISPATCH_ROUTE } from '#bot/dispatch/pushed.ts';
import { oidcVerifier } from '#shared/adapters/google/oidc.ts';
import { cloudTaskQueue } from '#shared/adapters/google/task-queue.ts';
import { openApi } from '../../bot/dispatch/api.ts';
import { STAGES } from '../../bot/tasks.ts';
import type { IQueue } from '../../google/servers/cloud-tasks/queue.ts';
import { startCloudTasks } from '../../google/servers/cloud-tasks.ts';
import { startIdentity } from '../../google/servers/identity.ts';
import { startLoadBalancer } from '../../google/servers/load-balancer.ts';

const PARENT = 'projects/demo/locations/europe-west1';
export const QUEUE = `${PARENT}/queues/bellhop`;
const QUEUES_ACCOUNT = 'queue@demo.iam.gserviceaccount.com';

/** Soon enough for tests: Cloud Tasks' own longest pause is an hour. */
const SWIFT = { minBackoff: { nanos: 5e6 }, maxBackoff: { nanos: 50e6 } };

/** A queue in Cloud Tasks, and in front of the bots that serve it one address. */
export async function openCloudTasks(config: IQueue = {}) {
  const identity = await startIdentity();
  const tasks = await startCloudTasks({ identity });
  const balancer = await startLoadBalancer();
  const client = new CloudTasksClient(tasks.clientOptions);
  await client.createQueue({ parent: PARENT, queue: { name: QUEUE, retryConfig: SWIFT, ...config } });
  const audience = balancer.url;
  const target = { url: balancer.url + DISPATCH_ROUTE, audience, serviceAccount: QUEUES_ACCOUNT };
  const verify = oidcVerifier({ audience, serviceAccount: QUEUES_ACCOUNT, certsUrl: identity.certsUrl });

  /** The queue as one instance of the bot has it, behind that instance's real routes. */
  async function instance(options: Partial<Parameters<typeof cloudTaskQueue>[0]> = {}) {
    const queue = cloudTaskQueue({ client, queue: QUEUE, target, ...options });
    const { url } = await openApi(STAGES.starting, { pushed: { verify, deliver: queue.deliver } });
    balancer.add(url);
    return queue;
  }

  return {
    ...{ tasks, target, instance },
    close: async () => {
      await client.close();
      await tasks.close();
      await Promise.all([balancer.close(), identity.close()]);
    },
  };
}
