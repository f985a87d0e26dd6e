import type { CloudTasksClient } from '@google-cloud/tasks';
import type { TaskQueue } from '../../ports.ts';
import { TaskError } from '../../task/failure.ts';
import { PASSING, queueFailure } from './task-queue/failure.ts';

interface Options {
  readonly client: Pick<CloudTasksClient, 'createTask' | 'getQueue'>;
  /** `projects/…/locations/…/queues/…` */
  readonly queue: string;
  /** Where Cloud Tasks brings the work, and what the caller proves to be. */
  readonly target: { readonly url: string; readonly audience: string; readonly serviceAccount: string };
  /** How soon work comes again whose delivery was not answered. Cloud Tasks takes 15 s to 30 min. */
  readonly dispatchDeadlineMs?: number;
  /** How long one call of Cloud Tasks may take. */
  readonly callMs?: number;
}

type Handle = Parameters<TaskQueue['serve']>[0];
type Work = Parameters<Handle>[0];

/** Work for the dispatcher in a queue of Cloud Tasks, which brings it to a route of the bot. */
export interface CloudTaskQueue extends TaskQueue {
  /** What the route was brought. Rejects when it is to be brought again. */
  deliver(work: Work): Promise<void>;
  /** Rejects with what is wrong with the queue, or with our right to it. */
  probe(): Promise<void>;
}

/**
 * How often, when and how fast work is delivered is the queue's own configuration. One instance of several that serve
 * gets a delivery; whoever serves nothing refuses it, so that it comes again.
 */
export function cloudTaskQueue(options: Options): CloudTaskQueue {
  const { client, queue, target, callMs = 3_000 } = options;
  const failed = (error: unknown): never => {
    throw queueFailure(error, { queue, serviceAccount: target.serviceAccount });
  };
  let serving: Serving | undefined;

  return {
    enqueue: async (work) => {
      const task = taskFor(work, options);
      await client.createTask({ parent: queue, task }, { retry: retried(callMs) }).catch(failed);
    },
    serve: (handle) => {
      const mine = createServing(handle);
      serving = mine;
      return async () => {
        if (serving === mine) serving = undefined;
        await mine.settled();
      };
    },
    deliver: async (work) => {
      if (!serving) throw notServing();
      await serving.run(work);
    },
    probe: async () => {
      await client.getQueue({ name: queue }, { retry: retried(callMs) }).catch(failed);
    },
  };
}

/** Without a name: named ones are slower, and a name would stand in the way of enqueuing the same work again. */
function taskFor(work: Work, { target, dispatchDeadlineMs = 120_000 }: Options) {
  const { url, audience, serviceAccount } = target;
  return {
    dispatchDeadline: { seconds: Math.ceil(dispatchDeadlineMs / 1_000) },
    httpRequest: {
      url,
      httpMethod: 'POST' as const,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ task: work.task, attempt: work.attempt })),
      oidcToken: { serviceAccountEmail: serviceAccount, audience },
    },
  };
}

/** The client itself tries no creation again, since that may enqueue twice. Work may come twice; it may not be lost. */
function retried(callMs: number) {
  return {
    retryCodes: Object.values(PASSING),
    backoffSettings: {
      initialRetryDelayMillis: 100,
      retryDelayMultiplier: 3,
      maxRetryDelayMillis: 1_000,
      initialRpcTimeoutMillis: callMs,
      rpcTimeoutMultiplier: 1,
      maxRpcTimeoutMillis: callMs,
      totalTimeoutMillis: callMs * 3,
    },
  };
}

type Serving = ReturnType<typeof createServing>;

/** Who handles deliveries at present, and what is in their hands. */
function createServing(handle: Handle) {
  const underWay = new Set<Promise<void>>();
  return {
    run: async (work: Work): Promise<void> => {
      const run = handle(work).finally(() => underWay.delete(run));
      underWay.add(run);
      await run;
    },
    settled: async (): Promise<void> => void (await Promise.allSettled(underWay)),
  };
}

function notServing(): TaskError {
  return new TaskError('not_serving', 'This bot takes no work at the moment: it starts or stops.', {
    whose: 'transient',
    remedy: 'Bring it again.',
  });
}
