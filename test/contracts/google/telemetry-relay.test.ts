import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Firestore } from '@google-cloud/firestore';
import { expect, onTestFinished, test } from 'vitest';
import { firestoreTelemetryRelay } from '#shared/adapters/google/telemetry-relay.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { eventually } from '../eventually.ts';
import { listening } from '../task-events.contract.ts';
import { pubsubPlace } from './pubsub-place.ts';

const source = `${taskIdOf('a')}-1`;
const another = `${taskIdOf('a')}-2`;
/** What a bot of a test waits to hear before it counts as listening. */
const PROBE = 'probe';
const DAY_MS = 24 * 3_600_000;

test('every other bot hears what one passes, and it does not hear itself', async () => {
  const { bot } = await bots();
  const [first, second, third] = await Promise.all([bot('first'), bot('second'), bot('third')]);
  first.relay.pass(source, '{"news":1}');
  await eventually(() => expect([second.heard, third.heard]).toEqual([['{"news":1}'], ['{"news":1}']]));
  second.relay.pass(source, '{"news":2}');
  await eventually(() => expect([first.heard, third.heard.at(-1)]).toEqual([['{"news":2}'], '{"news":2}']));
  expect(second.heard).toEqual(['{"news":1}']);
});

test('a document is not written again before its time, and the latest is what stays', async () => {
  const { bot, documents } = await bots();
  const [passes, hears] = [await bot('first', { everyMs: 300 }), await bot('second')];
  for (let news = 1; news <= 100; news += 1) {
    passes.relay.pass(source, `{"news":${news}}`);
    await sleep(1);
  }
  passes.relay.pass(another, '{"other":1}');
  await eventually(() => expect(hears.heard).toContain('{"news":100}'));
  expect(hears.heard).toContain('{"news":1}');
  expect(hears.heard).toContain('{"other":1}');
  expect(hears.heard.length).toBeLessThan(50);
  expect(await documents()).toEqual([
    [source, '{"news":100}'],
    [another, '{"other":1}'],
  ]);
});

test('a bot that starts hears the latest of every attempt, but not what should be deleted by now', async () => {
  const { bot, documents } = await bots();
  const old = await bot('old', { now: () => Date.now() - 2 * DAY_MS });
  old.relay.pass(another, '{"news":"old"}');
  const { relay } = await bot('first');
  relay.pass(source, '{"news":1}');
  await eventually(async () => expect(await documents()).toHaveLength(2));
  const later = await bot('later');
  await eventually(() => expect(later.heard).toEqual(['{"news":1}']));
});

test('an attempt that is over leaves nothing, and may be forgotten twice', async () => {
  const { bot, documents } = await bots();
  const { relay } = await bot('first', { everyMs: 50 });
  const hears = await bot('second');
  relay.pass(source, '{"news":1}');
  await eventually(() => expect(hears.heard).toEqual(['{"news":1}']));
  relay.pass(source, '{"news":"never shown"}');
  await relay.forget(source);
  await relay.forget(source);
  await sleep(150);
  expect(await documents()).toEqual([]);
});

test('what stands in a document and is no text is let be', async () => {
  const { bot, firestore } = await bots();
  const { heard, problems } = await bot('first');
  const expireAt = new Date(Date.now() + DAY_MS);
  await firestore.doc(`telemetry/${another}`).set({ raw: 7, bot: 'second', expireAt });
  await firestore.doc(`telemetry/${source}`).set({ raw: '{"news":1}', bot: 'second', expireAt });
  await eventually(() => expect(heard).toEqual(['{"news":1}']));
  expect(problems).toEqual([]);
});

test('two bots that share a subscription both hear telemetry, whichever received it', async () => {
  const { bot } = await bots();
  const place = await pubsubPlace();
  onTestFinished(place.close);
  const made = await Promise.all(['first', 'second'].map((name) => bot(name, { everyMs: 20 })));
  const readers = made.map(({ relay }) => place.reader({ relay }));
  const [first, second] = readers.map((reader) => listening(reader));
  const worker = place.writer({ task: taskIdOf('a'), attempt: 1 });
  for (let news = 1; news <= 20; news += 1) {
    await worker.tell(`{"news":${news}}`);
    await sleep(20);
  }
  await eventually(() => expect(first?.told).toContain('{"news":20}'));
  await eventually(() => expect(second?.told).toContain('{"news":20}'));
  await readers[0]?.retire(taskIdOf('a'), 1);
  await first?.stop();
  await second?.stop();
});

/** A Firestore of a test's own, and bots on it. */
async function bots() {
  const firestore = new Firestore({ projectId: `demo-${randomUUID()}` });
  const stops: (() => Promise<void>)[] = [];
  onTestFinished(async () => {
    for (const stop of stops) await stop();
    await firestore.terminate();
  });
  return {
    firestore,
    documents: async () => {
      const { docs } = await firestore.collection('telemetry').get();
      return docs.filter(({ id }) => id !== PROBE).map((document) => [document.id, document.get('raw')]);
    },
    bot: async (name: string, options: { everyMs?: number; now?: () => number } = {}) => {
      const [heard, problems]: [string[], unknown[]] = [[], []];
      const report = (problem: unknown) => problems.push(problem);
      const relay = firestoreTelemetryRelay({ firestore, bot: name, report, ...options });
      let listens = false;
      const stop = relay.listen((raw) => {
        if (raw === PROBE) listens = true;
        else heard.push(raw);
      });
      stops.push(stop);
      // The emulator's gap: what is written while a listener begins may go unheard until the next write.
      await eventually(async () => {
        await firestore.doc(`telemetry/${PROBE}`).set({ raw: PROBE, bot: '', expireAt: new Date(Date.now() + DAY_MS) });
        expect(listens).toBe(true);
      });
      return { relay, heard, problems };
    },
  };
}
