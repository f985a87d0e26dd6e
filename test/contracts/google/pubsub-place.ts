import { randomUUID } from 'node:crypto';
import type { CreateSubscriptionOptions, PubSub } from '@google-cloud/pubsub';
import { openPubSub } from '#shared/adapters/google/task-events/client.ts';
import { pubsubTaskEventsReader, pubsubTaskEventsWriter } from '#shared/adapters/google/task-events.ts';
import type { TaskEventsWriter } from '#shared/ports.ts';

type ReaderOptions = Parameters<typeof pubsubTaskEventsReader>[0];
type WriterOptions = Parameters<typeof pubsubTaskEventsWriter>[0];

const [topic, subscription] = ['bellhop-events', 'bellhop-events-bot'];

/** As deploy/google/pubsub.sh sets it up, but for the dead letters. */
export const ORDERED: CreateSubscriptionOptions = { enableMessageOrdering: true, ackDeadlineSeconds: 10 };

/** Makes what the subscription needs beside it, and says how it is set up with that. */
type Prepare = (pubsub: PubSub) => Promise<CreateSubscriptionOptions>;

/** A project of a test's own, with its topic and subscription, its readers, and any number of writers. */
export async function pubsubPlace(settings = ORDERED, prepare: Prepare = async () => ({}), endpoint?: string) {
  const project = `demo-${randomUUID()}`;
  const at = { project, ...(endpoint && { endpoint }) };
  const pubsub = openPubSub(at);
  const problems: unknown[] = [];
  const writers: TaskEventsWriter[] = [];

  /** Makes the topic and the subscription; an emulator that was killed has forgotten them. */
  async function make(): Promise<void> {
    await pubsub.createTopic(topic);
    await pubsub.topic(topic).createSubscription(subscription, { ...settings, ...(await prepare(pubsub)) });
  }

  async function close(): Promise<void> {
    await Promise.all(writers.splice(0).map((writer) => writer.close()));
    await pubsub.close();
  }
  await make();
  return {
    project,
    make,
    topic,
    subscription,
    pubsub,
    problems,
    reader: (options: Partial<ReaderOptions> = {}) =>
      pubsubTaskEventsReader({ ...at, subscription, report: (problem) => problems.push(problem), ...options }),
    writer: (options: Pick<WriterOptions, 'task' | 'attempt'> & Partial<WriterOptions>) => {
      const made = pubsubTaskEventsWriter({ ...at, topic, ...options });
      writers.push(made);
      return made;
    },
    close,
  };
}
