import type { Message } from '@google-cloud/pubsub';
import type { TaskEventsReader } from '#shared/ports.ts';
import type { Report } from '../../report.ts';
import type { TelemetryRelay } from '../telemetry-relay.ts';
import { openPubSub, type Place } from './client.ts';
import { openLanes } from './lanes.ts';
import { isSourceName, NEWS_OF } from './source.ts';
import { streamingPull } from './streaming-pull.ts';

type Handle = Parameters<TaskEventsReader['subscribe']>[0];

interface Options {
  readonly place: Place;
  readonly subscription: string;
  readonly relay: TelemetryRelay | undefined;
  readonly report: Report;
  readonly mostRejections: number;
}

/** Longest news that are shown or handed on, in bytes: they carry a few lines of text. */
const MAX_NEWS_BYTES = 100_000;

/** Sorts what comes into events and telemetry. Gives the function that ends it. */
export function subscribe(
  { place, subscription, relay, report, mostRejections }: Options,
  handle: Handle,
): () => Promise<void> {
  const stopped = new AbortController();
  const pubsub = openPubSub(place);
  const lanes = openLanes({ events: handle.events, report, stopped: stopped.signal, mostRejections });

  function tell(raw: string): void {
    if (stopped.signal.aborted) return;
    try {
      handle.telemetry(raw);
    } catch (error) {
      report(error);
    }
  }

  function receiveNews(message: Message, source: string): void {
    message.ack();
    if (!isSourceName(source) || message.length > MAX_NEWS_BYTES) return;
    const raw = message.data.toString();
    tell(raw);
    relay?.pass(source, raw);
  }

  const pulling = streamingPull(pubsub, { subscription, report, stopped: stopped.signal }, (message) => {
    const source = message.attributes[NEWS_OF];
    if (source === undefined) lanes.add(message);
    else receiveNews(message, source);
  });
  const stopRelay = relay?.listen(tell);

  return async () => {
    stopped.abort();
    await Promise.all([pulling, lanes.emptied(), stopRelay?.()]);
    await pubsub.close();
  };
}
