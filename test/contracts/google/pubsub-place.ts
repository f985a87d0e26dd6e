import { randomUUID } from 'node:crypto';
import { type CreateSubscriptionOptions, PubSub } from '@google-cloud/pubsub';
import { pubsubTaskEventsReader, pubsubTaskEventsWriter } from '#shared/adapters/google/task-events.ts';
import type { TaskEventsWriter } from '#shared/ports.ts';

type ReaderOptions = Parameters<typeof pubsubTaskEventsReader>[0];
type WriterOptions = Parameters<typeof pubsubTaskEventsWriter>[0];

const [topic, subscription] = ['bellhop-events', 'bellhop-events-bot'];

/** As deploy/google/pubsub.sh sets it up, but for the dead letters. */
export const ORDERED: CreateSubscriptionOptions = { enableMessageOrdering: true, ackDeadlineSeconds: 10 };

/** A project of a test's own, with its topic and subscription, its readers, and any number of writers. */
export async function pubsubPlace(settings: CreateSubscriptionOptions = ORDERED) {
  const project = `demo-${randomUUID()}`;
  const pubsub = new PubSub({ projectId: project });
  const problems: unknown[] = [];
  const writers: TaskEventsWriter[] = [];
  await pubsub.createTopic(topic);
  await pubsub.topic(topic).createSubscription(subscription, settings);

  async function close(): Promise<void> {
    await Promise.all(writers.splice(0).map((writer) => writer.close()));
    await pubsub.close();
  }
  return {
    project,
    topic,
    subscription,
    pubsub,
    problems,
    reader: (options: Partial<ReaderOptions> = {}) =>
      pubsubTaskEventsReader({ project, subscription, report: (problem) => problems.push(problem), ...options }),
    writer: (options: Pick<WriterOptions, 'task' | 'attempt'> & Partial<WriterOptions>) => {
      const made = pubsubTaskEventsWriter({ project, topic, ...options });
      writers.push(made);
      return made;
    },
    close,
  };
}
