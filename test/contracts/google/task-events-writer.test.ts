import { status } from '@grpc/grpc-js';
import { expect, onTestFinished, test } from 'vitest';
import { pubsubTaskEventsWriter } from '#shared/adapters/google/task-events.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { eventually } from '../eventually.ts';
import { pubsubServer } from './pubsub-server.ts';

type Options = Partial<Parameters<typeof pubsubTaskEventsWriter>[0]>;

const task = taskIdOf('a');
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `{"event":${index + 1}}`);

test('a hundred events at once share one request', async () => {
  const { endpoint, requests } = await pubsubServer(() => status.OK);
  await Promise.all(numbered(100).map(writer(endpoint).publish));
  expect(requests).toEqual([{ key: `${task}-1`, raws: numbered(100) }]);
});

test('a request carries no more than Pub/Sub takes', async () => {
  const { endpoint, requests } = await pubsubServer(() => status.OK);
  const long = numbered(4).map((raw) => `${raw}${'x'.repeat(4_000_000)}`);
  await Promise.all(long.map(writer(endpoint).publish));
  expect(requests.map(({ raws }) => raws.map(({ length }) => length))).toEqual([
    [4_000_011, 4_000_011],
    [4_000_011, 4_000_011],
  ]);
});

test('what failed is sent again before anything that was said later', async () => {
  const { endpoint, requests } = await pubsubServer((_, number) => (number <= 3 ? status.UNAVAILABLE : status.OK));
  const worker = writer(endpoint);
  const first = worker.publish('{"event":1}');
  await eventually(() => expect(requests).toHaveLength(2));
  await Promise.all([first, worker.publish('{"event":2}'), worker.publish('{"event":3}')]);
  const sent = requests.map(({ raws }) => raws);
  expect(sent).toEqual([...Array(4).fill(['{"event":1}']), ['{"event":2}', '{"event":3}']]);
});

test('a request that is never answered is sent again', async () => {
  const { endpoint, requests } = await pubsubServer((_, number) => (number === 1 ? 'silence' : status.OK));
  await writer(endpoint).publish('{"event":1}');
  expect(requests).toHaveLength(2);
});

test('what nobody may do is told at once, in words, and what is said later has its chance', async () => {
  const codes = [
    status.PERMISSION_DENIED,
    status.UNAUTHENTICATED,
    status.NOT_FOUND,
    status.INVALID_ARGUMENT,
    status.OK,
  ];
  const { endpoint, requests } = await pubsubServer((_, number) => codes[number - 1] ?? status.OK);
  const worker = writer(endpoint);
  await expect(worker.publish('{"event":1}')).rejects.toMatchObject({
    code: 'events_forbidden',
    message: 'This account may not use the topic events of project demo.',
    whose: 'service',
    remedy: expect.stringContaining('roles/pubsub.publisher'),
    cause: expect.objectContaining({ code: status.PERMISSION_DENIED }),
  });
  await expect(worker.publish('{"event":2}')).rejects.toMatchObject({ code: 'events_unauthenticated' });
  await expect(worker.publish('{"event":3}')).rejects.toMatchObject({ code: 'events_missing' });
  await expect(worker.publish('{"event":4}')).rejects.toMatchObject({ code: 'events_refused' });
  await worker.publish('{"event":5}');
  expect(requests).toHaveLength(5);
});

test('a worker that has to go tries everything once more, and closing does not wait for a broker that is away', async () => {
  const { endpoint, requests } = await pubsubServer(() => status.UNAVAILABLE);
  const leaving = new AbortController();
  const worker = writer(endpoint, { until: leaving.signal });
  const said = Promise.allSettled(numbered(2).map(worker.publish));
  await eventually(() => expect(requests.length).toBeGreaterThan(4));
  leaving.abort();
  await worker.close();
  expect((await said).map((result) => result.status === 'rejected' && result.reason)).toEqual([
    expect.objectContaining({ code: 'events_unreachable', whose: 'transient' }),
    expect.objectContaining({ code: 'events_unreachable', whose: 'transient' }),
  ]);
});

test('events are given back when the trouble outlasts the patience, and each later one is tried once', async () => {
  let isAway = true;
  const { endpoint, requests } = await pubsubServer(() => (isAway ? status.UNAVAILABLE : status.OK));
  let now = 0;
  const worker = writer(endpoint, { patienceMs: 1_000, clock: () => now });
  const first = worker.publish('{"event":1}').catch((error: unknown) => error);
  await eventually(() => expect(requests.length).toBeGreaterThan(1));
  now = 1_000;
  expect(await first).toMatchObject({ code: 'events_unreachable' });
  const tries = requests.length;
  await expect(worker.publish('{"event":2}')).rejects.toMatchObject({ code: 'events_unreachable' });
  expect(requests).toHaveLength(tries + 1);
  isAway = false;
  await worker.publish('{"event":3}');
});

test('news wait behind no event, and those that were overtaken are never sent', async () => {
  const { endpoint, requests } = await pubsubServer(({ key }, number) => {
    if (key !== '') return 'silence';
    return number < 4 ? status.UNAVAILABLE : status.OK;
  });
  const leaving = new AbortController();
  const worker = writer(endpoint, { until: leaving.signal });
  worker.publish('{"event":1}').catch(() => undefined);
  await eventually(() => expect(requests).toHaveLength(1));
  await expect(worker.tell('{"news":"lost"}')).rejects.toMatchObject({ code: 'events_unreachable' });
  await Promise.allSettled(numbered(50).map(worker.tell));
  await worker.tell('{"news":"last"}');
  expect(requests.filter(({ key }) => key === '').flatMap(({ raws }) => raws)).toEqual([
    '{"news":"lost"}',
    '{"event":1}',
    '{"event":50}',
    '{"news":"last"}',
  ]);
  leaving.abort();
});

test('what cannot be published is refused before it is sent', async () => {
  const { endpoint, requests } = await pubsubServer(() => status.OK);
  const worker = writer(endpoint);
  await expect(worker.publish('ä'.repeat(4_500_001))).rejects.toMatchObject({ code: 'event_too_large' });
  await expect(worker.publish('')).rejects.toThrow(RangeError);
  expect(requests).toEqual([]);
  expect(() => writer(endpoint, { task: '../x' })).toThrow(RangeError);
  expect(() => writer(endpoint, { attempt: 0.5 })).toThrow(RangeError);
});

function writer(endpoint: string, options: Options = {}) {
  const made = pubsubTaskEventsWriter({ project: 'demo', topic: 'events', task, attempt: 1, endpoint, ...options });
  onTestFinished(() => made.close());
  return made;
}
