import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openDatabase } from '#shared/adapters/local/database.ts';
import { localTaskQueue } from '#shared/adapters/local/task-queue.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { eventually } from './eventually.ts';
import { running } from './processes/running.ts';
import { keepsTheContract, serving } from './task-queue.contract.ts';
import { temporaryFolder } from './temporary-folder.ts';

const work = (key: string) => ({ task: taskIdOf(key), attempt: 1 });

keepsTheContract('embedded', async () => {
  const { open, close } = file();
  return { queue: open(), another: async () => open(), close: async () => close() };
});

test('a rejected delivery comes again after a pause that grows', async () => {
  const { open, close, passes } = file();
  const queue = open({ backoff: (rejections: number) => rejections * 100 });
  const { delivered, stop } = serving(queue, async ({ task }) => {
    if (task === taskIdOf('a')) throw new Error('never');
  });
  const others: string[] = [];
  await queue.enqueue(work('a'));
  await isDelivered(1);
  for (const pauseMs of [100, 200, 300]) {
    passes(pauseMs - 1);
    await somethingElseIsDelivered();
    expect(timesOfA()).toBe(pauseMs / 100);
    passes(1);
    await isDelivered(pauseMs / 100 + 1);
  }
  await stop();
  close();

  function timesOfA(): number {
    return delivered.filter(({ task }) => task === taskIdOf('a')).length;
  }
  async function isDelivered(times: number): Promise<void> {
    await eventually(() => expect(timesOfA()).toBe(times));
  }
  async function somethingElseIsDelivered(): Promise<void> {
    const key = `other ${others.push('one more')}`;
    await queue.enqueue(work(key));
    await eventually(() => expect(delivered).toContainEqual(work(key)));
  }
});

test('work that waits out a pause is delivered at once when it is enqueued again', async () => {
  const { open, close } = file();
  const queue = open({ backoff: () => 3_600_000 });
  const { delivered, stop } = serving(queue, async () => {
    if (delivered.length < 2) throw new Error('not yet');
  });
  await queue.enqueue(work('a'));
  await eventually(() => expect(delivered).toHaveLength(1));
  await eventually(async () => {
    await queue.enqueue(work('a'));
    expect(delivered.length).toBeGreaterThan(1);
  });
  await stop();
  close();
});

test('what a process that was killed had in its hands comes again', async () => {
  const { path, open, close, passes } = file();
  const queue = open();
  await queue.enqueue(work('a'));
  expect(await running('task-queue.ts', 'serve', path).killedAfter(1)).toEqual([taskIdOf('a')]);
  const { delivered, stop } = serving(queue);
  await queue.enqueue(work('b'));
  await eventually(() => expect(delivered).toEqual([work('b')]));
  passes(3_600_000);
  await eventually(() => expect(delivered).toEqual([work('b'), work('a')]));
  await stop();
  close();
});

test('work in somebody’s hands stays there for as long as they hold it', async () => {
  const { open, close, passes, dueAt } = file();
  const hands = Promise.withResolvers<void>();
  const first = serving(open({ leaseMs: 90 }), () => hands.promise);
  const queue = open({ leaseMs: 90 });
  await queue.enqueue(work('a'));
  await eventually(() => expect(first.delivered).toHaveLength(1));
  const second = serving(queue);
  for (let renewal = 0; renewal < 5; renewal += 1) {
    const before = dueAt();
    passes(60);
    await eventually(() => expect(dueAt()).toBe(before + 60));
  }
  expect(second.delivered).toEqual([]);
  hands.resolve();
  await first.stop();
  await second.stop();
  close();
});

test('whoever lost a piece of work to somebody else can no longer say that it is done', async () => {
  const { open, close, passes } = file();
  const hands = Promise.withResolvers<void>();
  const slow = serving(open({ leaseMs: 3_600_000, atOnce: 1 }), () => hands.promise);
  const queue = open();
  await queue.enqueue(work('a'));
  await eventually(() => expect(slow.delivered).toHaveLength(1));
  passes(3_600_001);
  const second = serving(queue, async () => {
    if (second.delivered.length === 1) {
      hands.resolve();
      await slow.stop();
      throw new Error('not done');
    }
  });
  await eventually(() => expect(second.delivered).toHaveLength(2));
  await second.stop();
  close();
});

test('every piece of work that was enqueued is delivered after the process was killed in the middle of it', async () => {
  const { path, open, close, passes } = file();
  const queue = open();
  const enqueued = await running('task-queue.ts', 'enqueue', path).killedAfter(100);
  passes(3_600_000);
  const delivered = new Set<string>();
  const stop = queue.serve(async ({ task }) => void delivered.add(task));
  await eventually(() => expect(enqueued.filter((task) => !delivered.has(task))).toEqual([]));
  await stop();
  close();
});

test('what went wrong with a delivery is told', async () => {
  const { open, close } = file();
  const problems: unknown[] = [];
  const queue = open({ report: (problem) => problems.push(problem) });
  const { stop } = serving(queue, async () => {
    throw new Error('the repository host is down');
  });
  await queue.enqueue(work('a'));
  await eventually(() => expect(problems).toContainEqual(new Error('the repository host is down')));
  await stop();
  close();
});

/** A database file with queues on it, and a clock that stands until something passes. */
function file() {
  const path = join(temporaryFolder(), 'bellhop.sqlite');
  const opened: DatabaseSync[] = [];
  let now = Date.now();
  return {
    path,
    passes: (ms: number): void => {
      now += ms;
    },
    dueAt: () => Number(opened[0]?.prepare('SELECT due FROM work').get()?.due),
    open: (options: Partial<Parameters<typeof localTaskQueue>[1]> = {}) => {
      const database = openDatabase(path);
      opened.push(database);
      return localTaskQueue(database, { clock: () => now, backoff: () => 0, pollMs: 10, report: () => {}, ...options });
    },
    close: () => {
      for (const database of opened.splice(0)) database.close();
    },
  };
}
