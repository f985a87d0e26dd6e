import { createServer, type IncomingHttpHeaders } from 'node:http';
import { CloudTasksClient } from '@google-cloud/tasks';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../contracts/eventually.ts';
import type { IQueue } from './cloud-tasks/queue.ts';
import { startCloudTasks } from './cloud-tasks.ts';
import { startIdentity } from './identity.ts';
import { onLoopback } from './on-loopback.ts';

const PARENT = 'projects/demo/locations/europe-west1';
const QUEUE = `${PARENT}/queues/q`;
const SWIFT = { minBackoff: { nanos: 1e6 }, maxBackoff: { nanos: 20e6 } };
/** gRPC's numbers. */
const [INVALID, NOT_FOUND, ALREADY_EXISTS] = [3, 5, 6];

interface Brought {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A queue, and a target that answers with these statuses, and with 200 when it has no more of them. */
async function openQueue(config: IQueue = {}, statuses: number[] = []) {
  const brought: Brought[] = [];
  const hands = { open: Promise.resolve(), inThem: 0, mostInThem: 0 };
  const target = createServer(async (request, response) => {
    hands.inThem += 1;
    hands.mostInThem = Math.max(hands.mostInThem, hands.inThem);
    const { method, headers } = request;
    brought.push({ method, headers, body: Buffer.concat(await request.toArray()).toString() });
    await hands.open;
    hands.inThem -= 1;
    response.writeHead(statuses.shift() ?? 200).end();
  });
  const { port, close } = await onLoopback(target);
  const identity = await startIdentity();
  const server = await startCloudTasks({ identity });
  const client = new CloudTasksClient(server.clientOptions);
  onTestFinished(async () => {
    await client.close();
    await Promise.all([server.close(), identity.close(), close()]);
  });
  await client.createQueue({ parent: PARENT, queue: { name: QUEUE, retryConfig: SWIFT, ...config } });
  const url = `http://127.0.0.1:${port}/`;
  const create = async (task: Parameters<typeof client.createTask>[0] = {}) =>
    (await client.createTask({ parent: QUEUE, task: { httpRequest: { url } }, ...task }))[0];
  return { ...server, client, url, create, brought, hands };
}

const later = () => ({ seconds: Math.floor(Date.now() / 1_000) + 3_600 });

describe('a task', () => {
  test('is brought as it was asked for, with what Cloud Tasks says of it and a token of its account', async () => {
    const { create, url, brought } = await openQueue();
    const oidcToken = { serviceAccountEmail: 'a@demo.test', audience: 'https://bot.test' };
    const headers = { 'content-type': 'application/json' };
    const { name } = await create({
      task: { httpRequest: { url, httpMethod: 'POST', headers, body: Buffer.from('{"a":1}'), oidcToken } },
    });
    await eventually(() => expect(brought).toHaveLength(1));
    const [first] = brought;
    expect(first).toMatchObject({ method: 'POST', body: '{"a":1}' });
    expect(first?.headers).toMatchObject({
      ...headers,
      'user-agent': 'Google-Cloud-Tasks',
      'x-cloudtasks-queuename': 'q',
      'x-cloudtasks-taskname': name?.split('/').at(-1),
      'x-cloudtasks-taskretrycount': '0',
      'x-cloudtasks-taskexecutioncount': '0',
    });
    const claims = first?.headers.authorization?.split('.')[1] ?? '';
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      ...{ iss: 'https://accounts.google.com', aud: 'https://bot.test', email: 'a@demo.test', email_verified: true },
    });
  });

  test('comes again until it is done, and says how often it came', async () => {
    const { create, brought, dispatched } = await openQueue({}, [503, 500, 302, 204]);
    await create();
    await eventually(() => expect(dispatched).toHaveLength(4));
    expect(brought.map(({ headers }) => headers['x-cloudtasks-taskretrycount'])).toEqual(['0', '1', '2', '3']);
    expect(brought.map(({ headers }) => headers['x-cloudtasks-taskpreviousresponse'])).toEqual([
      undefined,
      ...['503', '500', '302'],
    ]);
  });

  test('is given up when its attempts are used up', async () => {
    const { create, client, dispatched } = await openQueue(
      { retryConfig: { ...SWIFT, maxAttempts: 2 } },
      [500, 500, 200],
    );
    await create();
    await eventually(() => expect(dispatched.map(({ isGivenUp }) => isGivenUp)).toEqual([false, true]));
    expect((await client.listTasks({ parent: QUEUE }))[0]).toEqual([]);
  });

  test('waits for its time, is listed meanwhile, and is gone once it is deleted', async () => {
    const { create, client, url, brought } = await openQueue();
    const { name } = await create({ task: { httpRequest: { url }, scheduleTime: later() } });
    expect((await client.listTasks({ parent: QUEUE }))[0].map((task) => task.name)).toEqual([name]);
    await client.deleteTask({ name: String(name) });
    expect((await client.listTasks({ parent: QUEUE }))[0]).toEqual([]);
    await expect(client.deleteTask({ name: String(name) })).rejects.toMatchObject({ code: NOT_FOUND });
    expect(brought).toEqual([]);
  });

  test('has its name for itself, also when it is done', async () => {
    const { create, url, brought } = await openQueue();
    const task = { name: `${QUEUE}/tasks/once`, httpRequest: { url } };
    await create({ task });
    await eventually(() => expect(brought).toHaveLength(1));
    await expect(create({ task })).rejects.toMatchObject({ code: ALREADY_EXISTS });
  });

  test.each([
    ['without a target', {}],
    ['with a target that is no web address', { httpRequest: { url: 'ftp://a' } }],
    ['with a deadline under 15 s', { dispatchDeadline: { seconds: 14 } }],
    ['with a deadline over 30 min', { dispatchDeadline: { seconds: 1_801 } }],
    ['of more than 100 KiB', { httpRequest: { url: 'http://a', body: Buffer.alloc(101 * 1024) } }],
    ['for a time too far ahead', { scheduleTime: { seconds: Date.now() / 1_000 + 31 * 86_400 } }],
  ])('%s is not taken', async (_, wrong) => {
    const { create, url } = await openQueue();
    const task = 'dispatchDeadline' in wrong || 'scheduleTime' in wrong ? { httpRequest: { url }, ...wrong } : wrong;
    await expect(create({ task })).rejects.toMatchObject({ code: INVALID });
  });
});

describe('a queue', () => {
  test('is there once, and only where it was created', async () => {
    const { client, create } = await openQueue();
    expect((await client.getQueue({ name: QUEUE }))[0]).toMatchObject({ name: QUEUE, state: 'RUNNING' });
    await expect(client.createQueue({ parent: PARENT, queue: { name: QUEUE } })).rejects.toMatchObject({
      code: ALREADY_EXISTS,
    });
    await expect(client.createQueue({ parent: PARENT, queue: { name: 'q' } })).rejects.toMatchObject({ code: INVALID });
    await expect(create({ parent: `${PARENT}/queues/other` })).rejects.toMatchObject({ code: NOT_FOUND });
  });

  test('has no more under way than it may', async () => {
    const { create, hands, brought } = await openQueue({ rateLimits: { maxConcurrentDispatches: 2 } });
    const all = Promise.withResolvers<void>();
    hands.open = all.promise;
    await Promise.all(Array.from({ length: 6 }, () => create()));
    await eventually(() => expect(hands.inThem).toBe(2));
    all.resolve();
    await eventually(() => expect(brought).toHaveLength(6));
    expect(hands.mostInThem).toBe(2);
  });
});

describe('a fault that was asked for', () => {
  test('brings a task twice at the same time', async () => {
    const { create, faults, hands, brought } = await openQueue();
    const both = Promise.withResolvers<void>();
    hands.open = both.promise;
    faults.plan('dispatch', { go: 'twice', atOnce: true }, 1);
    await create();
    await eventually(() => expect(hands.inThem).toBe(2));
    both.resolve();
    expect(brought[0]?.headers).toMatchObject({
      'x-cloudtasks-taskname': brought[1]?.headers['x-cloudtasks-taskname'],
    });
  });

  test('brings a task twice, one after the other', async () => {
    const { create, faults, hands, dispatched, brought } = await openQueue();
    faults.plan('dispatch', { go: 'twice', atOnce: false }, 1);
    await create();
    await eventually(() => expect(dispatched).toHaveLength(1));
    expect([brought.length, hands.mostInThem]).toEqual([2, 1]);
  });

  test('loses the answer of a target, which is brought the task again', async () => {
    const { create, faults, dispatched, brought } = await openQueue();
    faults.plan('dispatch', { go: 'unheard' }, 1);
    await create();
    await eventually(() => expect(dispatched).toHaveLength(2));
    expect(brought).toHaveLength(2);
  });

  test('ends a dispatch before it is answered, and the task comes again', async () => {
    const { create, faults, hands, brought } = await openQueue();
    hands.open = new Promise(() => {});
    faults.plan('dispatch', { go: 'cut off', afterMs: 20 }, 1);
    await create();
    await eventually(() => expect(brought).toHaveLength(2));
  });

  test('takes what it does not say that it took', async () => {
    const { create, faults, brought } = await openQueue();
    faults.plan('createTask', { go: 'unanswered', by: 'broken connection' }, 1);
    await expect(create()).rejects.toMatchObject({ code: 14 });
    await eventually(() => expect(brought).toHaveLength(1));
  });

  test('refuses a call with its code, as often as was asked for or until it is healed', async () => {
    const { client, faults } = await openQueue();
    const look = () => client.getQueue({ name: QUEUE }, { retry: null });
    faults.plan('getQueue', { go: 'refused', code: 7 }, 2);
    for (const _ of [1, 2]) await expect(look()).rejects.toMatchObject({ code: 7 });
    await look();
    faults.plan('getQueue', { go: 'refused', code: 7 });
    for (const _ of [1, 2, 3]) await expect(look()).rejects.toMatchObject({ code: 7 });
    faults.heal();
    await look();
  });
});
