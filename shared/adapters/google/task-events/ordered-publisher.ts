import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { PubSub } from '@google-cloud/pubsub';
import { TaskError } from '#shared/task/failure.ts';
import { coalesced } from '../../coalesced.ts';
import { growingPause } from '../../growing-pause.ts';
import { mayPass, pubsubFailure } from './failure.ts';
import { firstFitting } from './fitting.ts';
import { MAX_EVENT_BYTES } from './source.ts';

interface Options {
  readonly topic: string;
  readonly key: string;
  readonly until: AbortSignal;
  readonly patienceMs: number;
  readonly clock: () => number;
}

interface Waiting {
  readonly data: Buffer;
  readonly settle: PromiseWithResolvers<void>;
}

/** What one request may carry. */
const REQUEST = { count: 1_000, bytes: MAX_EVENT_BYTES };

const pauseMs = growingPause(100, 5_000);

/**
 * Publishes under one ordering key. What waits together goes in one request; it goes at once, as nothing is gained by
 * waiting for more. The next request begins when the one before is confirmed, so that nothing overtakes a failed one.
 */
export function orderedPublisher(pubsub: PubSub, { topic: name, key, until, patienceMs, clock }: Options) {
  const topic = pubsub.topic(name, {
    messageOrdering: true,
    batching: { maxMessages: REQUEST.count, maxBytes: REQUEST.bytes, maxMilliseconds: 0 },
    // Retries are ours: those of the client know neither the order nor when the worker has to go.
    gaxOpts: { timeout: 5_000, retry: { retryCodes: [] } },
  });
  let waiting: Waiting[] = [];
  let trouble: { readonly since: number; failures: number } | undefined;

  const flush = coalesced(async () => {
    // What is published in one turn shares a request.
    await nextTurn();
    let unsent: readonly Waiting[] = waiting;
    waiting = [];
    while (unsent.length > 0) {
      const { confirmed, cause } = await request(firstFitting(unsent, REQUEST));
      for (const { settle } of unsent.slice(0, confirmed)) settle.resolve();
      unsent = unsent.slice(confirmed);
      if (cause !== undefined) unsent = await afterFailure(unsent, cause);
      else trouble = undefined;
    }
  });

  /** How many of the first were confirmed, and why the others were not. */
  async function request(events: readonly Waiting[]): Promise<{ confirmed: number; cause?: unknown }> {
    const answers = await Promise.allSettled(
      events.map(({ data }) => topic.publishMessage({ data, orderingKey: key })),
    );
    const failed = answers.findIndex(({ status }) => status === 'rejected');
    const answer = answers[failed];
    if (answer?.status !== 'rejected') return { confirmed: events.length };
    // The client refuses a key that failed until it is told that somebody saw to the order.
    topic.resumePublishing(key);
    return { confirmed: failed, cause: answer.reason };
  }

  /** What is to be sent again, after a pause; nothing when there is no use in it. */
  async function afterFailure(unsent: readonly Waiting[], cause: unknown): Promise<readonly Waiting[]> {
    trouble ??= { since: clock(), failures: 0 };
    trouble.failures += 1;
    const error = pubsubFailure(cause, `topic ${name} of project ${pubsub.projectId}`);
    if (mayPass(error) && clock() - trouble.since < patienceMs && !until.aborted) {
      await sleep(pauseMs(trouble.failures), undefined, { signal: until }).catch(triedOnceMore);
      return unsent;
    }
    for (const { settle } of unsent) settle.reject(error);
    return [];
  }

  return {
    /** Resolves when Pub/Sub has it. */
    publish: async (raw: string): Promise<void> => {
      const data = Buffer.from(raw);
      refuseUnfit(data);
      const settle = Promise.withResolvers<void>();
      waiting.push({ data, settle });
      flush().catch(settle.reject);
      await settle.promise;
    },
    /** Waits for what was said. */
    close: flush,
  };
}

function refuseUnfit({ length: bytes }: Buffer): void {
  if (bytes === 0) throw new RangeError('what is published must be some text');
  if (bytes <= MAX_EVENT_BYTES) return;
  throw new TaskError('event_too_large', `An event of ${bytes} bytes is more than can be told at once.`, {
    whose: 'service',
    remedy: 'This is a defect of the worker: long output belongs into an artifact.',
  });
}

/** A pause ends early because the worker has to go. */
function triedOnceMore(): void {}
