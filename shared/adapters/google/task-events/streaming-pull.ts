import {
  Duration,
  type Message,
  type PubSub,
  type SubscriberOptions,
  SubscriptionCloseBehaviors,
} from '@google-cloud/pubsub';
import type { Report } from '../../report.ts';
import { pubsubFailure } from './failure.ts';
import { keptOpen } from './kept-open.ts';

interface Options {
  readonly subscription: string;
  readonly report: Report;
  readonly stopped: AbortSignal;
}

/** Receives messages until it is stopped. Resolves when all of them are acknowledged or given back. */
export function streamingPull(
  pubsub: PubSub,
  { subscription: name, report, stopped }: Options,
  receive: (message: Message) => void,
): Promise<void> {
  const place = `subscription ${name} of project ${pubsub.projectId}`;
  return keptOpen(
    ({ works, fails }) => {
      const subscription = pubsub.subscription(name, settings());
      subscription.on('error', (error) => fails(pubsubFailure(error, place)));
      // Of streams that the client mends by itself, and of acknowledgements that did not arrive.
      subscription.on('debug', ({ error, message }) => report(error ? pubsubFailure(error, place) : message));
      subscription.on('message', (message: Message) => {
        works();
        receive(message);
      });
      return () => subscription.close();
    },
    { stopped, report },
  );
}

/** The client keeps and changes what it is given. */
const settings = (): SubscriberOptions => ({
  // One stream carries ten megabytes a second, which is more than all workers together say.
  streamingOptions: { maxStreams: 1, retryMaxBackoff: Duration.from({ seconds: 5 }) },
  flowControl: { maxMessages: 500, maxBytes: 50_000_000 },
  // Renewed for as long as a bot lives: when one dies or hangs, another has its messages ten seconds later.
  maxAckDeadline: Duration.from({ seconds: 10 }),
  batching: { maxMilliseconds: 20 },
  closeOptions: { behavior: SubscriptionCloseBehaviors.WaitForProcessing, timeout: Duration.from({ seconds: 30 }) },
});
