import type { TaskEventsReader, TaskEventsWriter } from '#shared/ports.ts';
import { type Report, warn } from '../report.ts';
import { openPubSub, type Place } from './task-events/client.ts';
import { newsPublisher } from './task-events/news-publisher.ts';
import { orderedPublisher } from './task-events/ordered-publisher.ts';
import { type Source, sourceName } from './task-events/source.ts';
import { subscribe } from './task-events/subscribe.ts';
import type { TelemetryRelay } from './telemetry-relay.ts';

interface WriterOptions extends Source, Place {
  readonly topic: string;
  /** From then on each event is tried once more, and no pause is waited for. */
  readonly until?: AbortSignal;
  /** How long Pub/Sub may be in trouble before events are given back to whoever published them. */
  readonly patienceMs?: number;
  readonly clock?: () => number;
}

/** The worker's end of one attempt. Its account needs `roles/pubsub.publisher` on the one topic, and nothing else. */
export function pubsubTaskEventsWriter({
  topic,
  task,
  attempt,
  until = new AbortController().signal,
  patienceMs = 60_000,
  clock = () => performance.now(),
  ...place
}: WriterOptions): TaskEventsWriter {
  const source = sourceName({ task, attempt });
  const pubsub = openPubSub(place);
  const events = orderedPublisher(pubsub, { topic, key: source, until, patienceMs, clock });
  const news = newsPublisher(pubsub, { topic, source });
  return {
    publish: events.publish,
    tell: news.tell,
    close: async () => {
      await Promise.all([events.close(), news.close()]);
      await pubsub.close();
    },
  };
}

interface ReaderOptions extends Place {
  readonly subscription: string;
  /** Brings news to the bot that draws, where several bots share the subscription. */
  readonly relay?: TelemetryRelay;
  readonly report?: Report;
  /** Rejections in a row, about a minute of them, until Pub/Sub is to deliver again later, and to count. */
  readonly mostRejections?: number;
}

/**
 * The bot's end: any number of bots may share the subscription. Its account needs `roles/pubsub.subscriber` on it.
 * `deploy/google/pubsub.sh` makes the topic and the subscription, and says why they are as they are.
 */
export function pubsubTaskEventsReader({
  subscription,
  relay,
  report = warn,
  mostRejections = 12,
  ...place
}: ReaderOptions): TaskEventsReader {
  return {
    subscribe: (handle) => subscribe({ place, subscription, relay, report, mostRejections }, handle),
    // What was acknowledged is gone; what was not is refused by the record, which knows that the attempt is over.
    retire: async (task, attempt) => {
      const source = sourceName({ task, attempt });
      await relay?.forget(source);
    },
  };
}
