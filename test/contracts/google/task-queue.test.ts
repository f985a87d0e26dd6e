import { once } from 'node:events';
import { createServer } from 'node:net';
import { CloudTasksClient } from '@google-cloud/tasks';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cloudTaskQueue } from '#shared/adapters/google/task-queue.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { eventually } from '../eventually.ts';
import { keepsTheContract, serving } from '../task-queue.contract.ts';
import { openCloudTasks, QUEUE } from './cloud-tasks.ts';

/** gRPC's numbers. */
const CODES = { invalid: 3, notFound: 5, forbidden: 7, internal: 13, unavailable: 14, unknownCaller: 16 };

keepsTheContract('cloud-tasks', async () => {
  const { instance, close } = await openCloudTasks();
  return { queue: await instance(), another: () => instance(), close };
});

const WORK = { task: taskIdOf('a'), attempt: 2 };

async function open(config: Parameters<typeof openCloudTasks>[0] = {}) {
  const opened = await openCloudTasks(config);
  onTestFinished(opened.close);
  return opened;
}

describe('enqueuing', () => {
  test('goes on when a call is refused for now, and when its answer is lost, at the price of a second delivery', async () => {
    const { tasks, instance } = await open();
    const queue = await instance({ callMs: 300 });
    const { delivered, stop } = serving(queue);
    tasks.faults.plan('createTask', { go: 'refused', code: CODES.unavailable }, 1);
    tasks.faults.plan('createTask', { go: 'refused', code: CODES.internal }, 1);
    await queue.enqueue(WORK);
    await eventually(() => expect(delivered).toEqual([WORK]));
    for (const by of ['broken connection', 'silence'] as const) {
      delivered.length = 0;
      tasks.faults.plan('createTask', { go: 'unanswered', by }, 1);
      await queue.enqueue(WORK);
      await eventually(() => expect(delivered).toEqual([WORK, WORK]));
    }
    await stop();
  });

  test.each([
    ['the queue is missing', CODES.notFound, 'queue_missing', /correct its name/],
    ['the bot may not', CODES.forbidden, 'queue_forbidden', /roles\/cloudtasks\.enqueuer.*queue@demo/],
    ['the bot has no account', CODES.unknownCaller, 'queue_forbidden', /default credentials/],
    ['an address is wrong', CODES.invalid, 'queue_refused', /public address/],
    ['nobody planned for it', 2, 'queue_failed', /log/],
  ])('is given up at once when %s, and the same is found before', async (_, code, name, remedy) => {
    const { tasks, instance } = await open();
    const queue = await instance();
    const failure = { code: name, whose: 'service', message: expect.stringContaining(QUEUE), remedy };
    const expected = { ...failure, remedy: expect.stringMatching(remedy), cause: { code } };
    tasks.faults.plan('createTask', { go: 'refused', code }, 1);
    tasks.faults.plan('getQueue', { go: 'refused', code }, 1);
    await expect(queue.enqueue(WORK)).rejects.toMatchObject(expected);
    await expect(queue.probe()).rejects.toMatchObject(expected);
    await queue.probe();
  });

  test('into a queue that is not there is refused in words', async () => {
    const { instance } = await open();
    const queue = await instance({ queue: `${QUEUE}-2` });
    await expect(queue.enqueue(WORK)).rejects.toMatchObject({ code: 'queue_missing' });
    await expect(queue.probe()).rejects.toMatchObject({ code: 'queue_missing' });
  });

  test('ends in its own time when Cloud Tasks says nothing at all', async () => {
    const { tasks, instance } = await open();
    const queue = await instance({ callMs: 50 });
    tasks.faults.plan('createTask', { go: 'unanswered', by: 'silence' });
    await expect(queue.enqueue(WORK)).rejects.toMatchObject({ code: 'queue_unavailable', whose: 'transient' });
  });

  test('ends when there is no Cloud Tasks', async () => {
    const { tasks, target } = await open();
    const nobody = createServer().listen(0, '127.0.0.1');
    await once(nobody, 'listening');
    const address = nobody.address();
    nobody.close();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const client = new CloudTasksClient({ ...tasks.clientOptions, port });
    onTestFinished(() => client.close());
    const queue = cloudTaskQueue({ client, queue: QUEUE, target, callMs: 100 });
    await expect(queue.enqueue(WORK)).rejects.toMatchObject({ code: 'queue_unavailable', whose: 'transient' });
  });
});

describe('a delivery', () => {
  test.each([true, false])('may come twice (at once: %s), and is handed out each time', async (atOnce) => {
    const { tasks, instance } = await open();
    const queue = await instance();
    const { delivered, stop } = serving(queue);
    tasks.faults.plan('dispatch', { go: 'twice', atOnce }, 1);
    await queue.enqueue(WORK);
    await eventually(() => expect(delivered).toEqual([WORK, WORK]));
    await stop();
  });

  test('comes again when nobody heard that it was done', async () => {
    const { tasks, instance } = await open();
    const queue = await instance();
    const { delivered, stop } = serving(queue);
    tasks.faults.plan('dispatch', { go: 'unheard' }, 1);
    await queue.enqueue(WORK);
    await eventually(() => expect(delivered).toEqual([WORK, WORK]));
    await stop();
  });

  test('that takes longer than its deadline comes again while it is still in somebody’s hands', async () => {
    const { tasks, instance } = await open();
    const queue = await instance();
    const hands = Promise.withResolvers<void>();
    const { delivered, stop } = serving(queue, () => hands.promise);
    tasks.faults.plan('dispatch', { go: 'cut off', afterMs: 30 }, 1);
    await queue.enqueue(WORK);
    await eventually(() => expect(delivered).toEqual([WORK, WORK]));
    hands.resolve();
    await stop();
  });

  test('is given up where the queue bounds its attempts, and what is enqueued again is delivered', async () => {
    const retryConfig = { minBackoff: { nanos: 1e6 }, maxBackoff: { nanos: 1e6 }, maxAttempts: 2 };
    const { tasks, instance } = await open({ retryConfig });
    const queue = await instance();
    const { delivered, stop } = serving(queue, async () => {
      if (delivered.length < 3) throw new Error('not yet');
    });
    await queue.enqueue(WORK);
    await eventually(() => expect(tasks.dispatched.map(({ isGivenUp }) => isGivenUp)).toEqual([false, true]));
    await queue.enqueue(WORK);
    await eventually(() => expect(tasks.dispatched).toHaveLength(3));
    expect(delivered).toEqual([WORK, WORK, WORK]);
    await stop();
  });

  test('is refused by who does not serve yet, or no more, so that it comes again', async () => {
    const { instance, tasks } = await open();
    const queue = await instance();
    await queue.enqueue(WORK);
    await eventually(() => expect(tasks.dispatched[0]?.outcome).toEqual({ status: 503 }));
    await serving(queue).stop();
    const before = tasks.dispatched.length;
    await eventually(() => expect(tasks.dispatched.length).toBeGreaterThan(before + 1));
    expect(tasks.dispatched.at(-1)?.outcome).toEqual({ status: 503 });
    const { delivered, stop } = serving(queue);
    await eventually(() => expect(delivered).toEqual([WORK]));
    await stop();
  });

  test('is not taken from who is not the queue’s account, though Cloud Tasks brings it', async () => {
    const { instance, tasks, target } = await open();
    const serviceAccount = 'somebody-else@demo.iam.gserviceaccount.com';
    const queue = await instance({ target: { ...target, serviceAccount } });
    const { delivered, stop } = serving(queue);
    await queue.enqueue(WORK);
    await eventually(() => expect(tasks.dispatched[0]?.outcome).toEqual({ status: 401 }));
    expect(delivered).toEqual([]);
    await stop();
  });
});

test('who stops serving takes nothing away from who serves after it', async () => {
  const { instance } = await open();
  const queue = await instance();
  const before = serving(queue);
  const { delivered, stop } = serving(queue);
  await before.stop();
  await queue.deliver(WORK);
  expect([before.delivered, delivered]).toEqual([[], [WORK]]);
  await stop();
});
