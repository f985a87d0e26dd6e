import { expect, test } from 'vitest';
import { startSweep } from '#bot/dispatch/sweep.ts';
import type { TaskId } from '#shared/task/task.ts';
import { openLog, until } from '../ground.ts';
import { born } from '../tasks.ts';

const tasks = [born({}, 'one'), born({}, 'two')];

/** Sweeps every few milliseconds, and keeps what it did. */
function openSweep(unsettled: () => Promise<typeof tasks>, attend: () => Promise<void> = async () => {}) {
  const done: string[] = [];
  const { log, said } = openLog();
  const stop = startSweep({
    store: { unsettled },
    attend: async (id, look) => {
      done.push(`${look} ${id}`);
      await attend();
    },
    changed: (id: TaskId) => void done.push(`changed ${id}`),
    everyMs: 5,
    log,
  });
  return { done, said, stop };
}

test('every task that is not settled is looked at and drawn, at once and again and again', async () => {
  const { done, stop } = openSweep(async () => tasks);
  await until(() => done.length >= 8 || undefined, 'two sweeps');
  await stop();
  for (const { id } of tasks)
    for (const act of ['changed', 'sweep'])
      expect(done.filter((line) => line === `${act} ${id}`).length).toBeGreaterThanOrEqual(2);
});

test('a sweep that fails is logged and followed by the next', async () => {
  const problems = [new Error('the disk is busy')];
  const { done, said, stop } = openSweep(async () => {
    const problem = problems.pop();
    if (problem) throw problem;
    return tasks;
  });
  await until(() => done.length > 0 || undefined, 'the next sweep');
  await stop();
  expect(said.map(({ event }) => event)).toEqual(['sweep.failed']);
});

test('ending it waits for what is under way, and nothing follows', async () => {
  const gate = Promise.withResolvers<void>();
  const { done, stop } = openSweep(
    async () => tasks,
    () => gate.promise,
  );
  await until(() => done.length === 4 || undefined, 'a sweep is under way');
  let stopped = false;
  const stopping = stop().then(() => {
    stopped = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(stopped).toBe(false);
  gate.resolve();
  await stopping;
  expect(done.length).toBe(4);
});
