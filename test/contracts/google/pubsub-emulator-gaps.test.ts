import { expect, onTestFinished, test } from 'vitest';
import { taskIdOf } from '#shared/task/task.ts';
import { eventually } from '../eventually.ts';
import { listening } from '../task-events.contract.ts';
import { ORDERED, pubsubPlace } from './pubsub-place.ts';

const [a, b] = [taskIdOf('a'), taskIdOf('b')];
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `{"event":${index + 1}}`);

/**
 * The emulator's gap: on a subscription with ordering and a dead-letter policy, the stream ends with gRPC status 2 at the
 * fifth nack and nothing is dead-lettered. So this is tried without ordering, in which our reader takes no part.
 */
test('an event that nobody can record ends among the dead letters, and the others are recorded', async () => {
  const place = await withDeadLetters({ ackDeadlineSeconds: 10 });
  const accepted: string[] = [];
  const { stop } = listening(place.reader({ mostRejections: 0 }), async (batch) => {
    if (batch.some((raw) => raw.includes('poison'))) throw new Error('never');
    accepted.push(...batch);
  });
  await place.writer({ task: a, attempt: 1 }).publish('{"poison":1}');
  await place.writer({ task: b, attempt: 1 }).publish('{"fine":1}');
  await eventually(() => expect(place.dead()).toEqual([{ raw: '{"poison":1}', of: place.subscription, tries: '5' }]));
  expect(accepted).toEqual(['{"fine":1}']);
  await stop();
});

test('a stream that the emulator ends because of that gap is told of', async () => {
  const place = await withDeadLetters(ORDERED);
  const { stop } = listening(place.reader({ mostRejections: 0 }), () => Promise.reject(new Error('never')));
  await place.writer({ task: a, attempt: 1 }).publish('{"poison":1}');
  await eventually(() =>
    expect(place.problems).toContainEqual(
      expect.objectContaining({ code: 'events_unreachable', cause: expect.objectContaining({ code: 2 }) }),
    ),
  );
  await stop();
});

/**
 * The emulator's gap: what follows a nacked message is neither held back nor delivered again, so here events may overtake
 * one that was given back; the record holds early ones by their `seq`. Tried is that all of them come.
 */
test('what was given back comes again, and all that was said after it comes too', async () => {
  const place = await pubsubPlace();
  onTestFinished(place.close);
  const accepted = new Set<string>();
  let rejections = 0;
  const { stop } = listening(place.reader({ mostRejections: 0 }), async (batch) => {
    if (rejections++ < 3) throw new Error('the store is busy');
    for (const raw of batch) accepted.add(raw);
  });
  const worker = place.writer({ task: a, attempt: 1 });
  for (const raw of numbered(20)) await worker.publish(raw);
  await eventually(() => expect([...accepted].toSorted()).toEqual(numbered(20).toSorted()));
  expect(rejections).toBeGreaterThan(3);
  await stop();
});

test('what was not accepted before a restart comes after it, in whatever order', async () => {
  const place = await pubsubPlace();
  onTestFinished(place.close);
  const first = listening(place.reader(), () => Promise.reject(new Error('going down')));
  const worker = place.writer({ task: a, attempt: 1 });
  for (const raw of numbered(5)) await worker.publish(raw);
  await eventually(() => expect(first.heard.length).toBeGreaterThan(0));
  await first.stop();
  const second = listening(place.reader());
  await eventually(() => expect(new Set(second.heard)).toEqual(new Set(numbered(5))));
  await second.stop();
});

/** The emulator's gap: filters let everything through. Nothing here relies on them: the reader tells news from events. */
test('news are not heard as events, nor events as news, also through a filter that should let only news pass', async () => {
  const place = await pubsubPlace({ ...ORDERED, filter: 'attributes:news-of' });
  onTestFinished(place.close);
  const { heard, told, stop } = listening(place.reader());
  const worker = place.writer({ task: a, attempt: 1 });
  await worker.tell('{"news":1}');
  await worker.publish('{"event":1}');
  await eventually(() => expect([heard, told]).toEqual([['{"event":1}'], ['{"news":1}']]));
  await stop();
});

/** A place whose subscription gives up after five deliveries, and what is then found among the dead letters. */
async function withDeadLetters(settings: typeof ORDERED) {
  const dead: { raw: string; of: string | undefined; tries: string | undefined }[] = [];
  const place = await pubsubPlace(settings, async (pubsub) => {
    const [topic] = await pubsub.createTopic('dead-letters');
    const [subscription] = await topic.createSubscription('dead-letters-kept');
    subscription.on('message', (message) => {
      message.ack();
      dead.push({
        raw: message.data.toString(),
        of: message.attributes.CloudPubSubDeadLetterSourceSubscription,
        tries: message.attributes.CloudPubSubDeadLetterSourceDeliveryCount,
      });
    });
    onTestFinished(() => subscription.close());
    return { deadLetterPolicy: { deadLetterTopic: topic.name, maxDeliveryAttempts: 5 } };
  });
  onTestFinished(place.close);
  return { ...place, dead: () => dead };
}
