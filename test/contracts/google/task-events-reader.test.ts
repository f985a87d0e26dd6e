import { expect, onTestFinished, test, vi } from 'vitest';
import { taskIdOf } from '#shared/task/task.ts';
import { eventually } from '../eventually.ts';
import { running } from '../processes/running.ts';
import { listening } from '../task-events.contract.ts';
import { ORDERED, pubsubPlace } from './pubsub-place.ts';

const [a, b] = [taskIdOf('a'), taskIdOf('b')];
const numbered = (count: number, of = 'event') => Array.from({ length: count }, (_, index) => `{"${of}":${index + 1}}`);

/**
 * The emulator's gap: it goes on to hand messages to a subscriber that was killed. On a subscription with ordering that
 * loses about half of the keys for ever, so this is tried on one without, where every message has another chance after
 * each ack deadline. The order is then not the subscription's to keep, and the record keeps it by `seq`.
 */
test('what a bot held when it was killed comes to the others, and nothing that was accepted', async () => {
  const place = await opened({ ackDeadlineSeconds: 10 });
  const worker = place.writer({ task: a, attempt: 1 });
  await worker.publish('{"event":"accepted"}');
  const first = listening(place.reader());
  await eventually(() => expect(first.heard).toEqual(['{"event":"accepted"}']));
  await first.stop();
  const killed = running('../google/processes/task-events-reader.ts', place.project, place.subscription);
  await Promise.all(numbered(3).map(worker.publish));
  await killed.killedAfter(1);
  const others = [1, 2, 3].map(() => listening(place.reader()));
  const heard = () => new Set(others.flatMap((other) => other.heard));
  await vi.waitFor(() => expect(heard()).toEqual(new Set(numbered(3))), { timeout: 100_000, interval: 100 });
  for (const { stop } of others) await stop();
});

test('two bots share the work: every event comes to one of them, and to each in order', async () => {
  const place = await opened();
  const bots = [listening(place.reader()), listening(place.reader())];
  const sources = ['a1', 'a2', 'a3', 'a4'].map((of, index) => ({
    events: numbered(50, of),
    worker: place.writer({ task: a, attempt: index + 1 }),
  }));
  await Promise.all(
    sources.map(async ({ events, worker }) => {
      for (const raw of events) await worker.publish(raw);
    }),
  );
  const all = sources.flatMap(({ events }) => events);
  await eventually(() => expect(bots.flatMap(({ heard }) => heard)).toEqual(expect.arrayContaining(all)));
  for (const { heard } of bots) {
    for (const { events } of sources) {
      const mine = inOrder(heard).filter((raw) => events.includes(raw));
      expect(mine).toEqual(events.filter((raw) => mine.includes(raw)));
    }
  }
  for (const { stop } of bots) await stop();
});

test('a run of events is handed over together, but no more of them than one commit holds', async () => {
  const place = await opened();
  const [many, long] = [place.writer({ task: a, attempt: 1 }), place.writer({ task: b, attempt: 1 })];
  await Promise.all(numbered(50).map(many.publish));
  const texts = numbered(4).map((raw) => `${raw}${'x'.repeat(400_000)}`);
  await Promise.all(texts.map(long.publish));
  const batches: (readonly string[])[] = [];
  const { heard, stop } = listening(place.reader(), async (batch) => void batches.push(batch));
  await eventually(() => expect(heard).toHaveLength(54));
  expect(batches.length).toBeLessThan(25);
  expect(batches.filter((batch) => batch.join('').length > 1_000_000)).toEqual([]);
  await stop();
});

test('an attempt with more in trouble than a bot takes at once holds up no other', async () => {
  // Without ordering: with it, the emulator holds a key back before a bot has as many messages as it takes.
  const place = await opened({ ackDeadlineSeconds: 10 });
  const accepted: string[] = [];
  const { heard, stop } = listening(place.reader(), async (batch) => {
    if (batch.some((raw) => raw.includes('poison'))) throw new Error('never');
    accepted.push(...batch);
  });
  await Promise.all(numbered(700, 'poison').map(place.writer({ task: a, attempt: 1 }).publish));
  await eventually(() => expect(heard.length).toBeGreaterThan(150));
  await place.writer({ task: b, attempt: 1 }).publish('{"fine":1}');
  await eventually(() => expect(accepted).toEqual(['{"fine":1}']));
  await stop();
});

test('messages that no worker of ours published are handed over to be refused, and block nothing', async () => {
  const place = await opened();
  const { heard, told, stop } = listening(place.reader());
  const topic = place.pubsub.topic(place.topic, { messageOrdering: true });
  await topic.publishMessage({ data: Buffer.from([0xff, 0xfe, 0x00]), orderingKey: `${a}-1` });
  await topic.publishMessage({ attributes: { only: 'attributes' } });
  await topic.publishMessage({ data: Buffer.from('{"without":"key"}') });
  await topic.publishMessage({ data: Buffer.from('{"news":1}'), attributes: { 'news-of': '../../etc' } });
  await topic.publishMessage({ data: Buffer.from('x'.repeat(200_000)), attributes: { 'news-of': `${a}-1` } });
  const worker = place.writer({ task: a, attempt: 1 });
  await worker.publish('{"event":1}');
  await worker.tell('{"news":"ours"}');
  await eventually(() => expect(told).toEqual(['{"news":"ours"}']));
  await eventually(() => expect(new Set(heard)).toEqual(new Set(['��\u0000', '', '{"without":"key"}', '{"event":1}'])));
  await stop();
});

test('a listener that throws at news goes on listening', async () => {
  const place = await opened();
  const told: string[] = [];
  const stop = place.reader().subscribe({
    events: async () => {},
    telemetry: (raw) => {
      told.push(raw);
      throw new Error('cannot be shown');
    },
  });
  const worker = place.writer({ task: a, attempt: 1 });
  await worker.tell('{"news":1}');
  await eventually(() => expect(place.problems).toContainEqual(new Error('cannot be shown')));
  await worker.tell('{"news":2}');
  await eventually(() => expect(told).toEqual(['{"news":1}', '{"news":2}']));
  await stop();
});

test('a subscription that is not there is told of in words, and read as soon as it is', async () => {
  const place = await opened();
  const { heard, stop } = listening(place.reader({ subscription: 'later' }));
  await eventually(() =>
    expect(place.problems).toContainEqual(
      expect.objectContaining({
        code: 'events_missing',
        message: `There is no subscription later of project ${place.project}.`,
        remedy: expect.stringContaining('deploy/google/pubsub.sh'),
      }),
    ),
  );
  await place.pubsub.topic(place.topic).createSubscription('later', { enableMessageOrdering: true });
  await place.writer({ task: a, attempt: 1 }).publish('{"event":1}');
  await eventually(() => expect(heard).toEqual(['{"event":1}']));
  await stop();
});

test('a topic that is not there is told of in words', async () => {
  const place = await opened();
  await expect(place.writer({ task: a, attempt: 1, topic: 'nowhere' }).publish('{"event":1}')).rejects.toMatchObject({
    code: 'events_missing',
    message: `There is no topic nowhere of project ${place.project}.`,
  });
});

test('an attempt that cannot be is not retired', async () => {
  const place = await opened();
  await expect(place.reader().retire(a, -1)).rejects.toThrow(RangeError);
});

async function opened(settings = ORDERED) {
  const place = await pubsubPlace(settings);
  onTestFinished(place.close);
  return place;
}

/** Without the repeats a reader has to bear: each event where it was first heard. */
const inOrder = (heard: readonly string[]) => [...new Set(heard)];
