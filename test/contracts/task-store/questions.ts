import { expect } from 'vitest';
import type { TaskStore } from '#shared/ports.ts';
import { advance } from '#shared/task/lifecycle.ts';
import type { Person, Task } from '#shared/task/task.ts';
import { ada, aTask, bot, failure } from '../../shared/task/samples.ts';
import type { Promises } from '../contract.ts';
import { commitFacts, stored } from './acts.ts';
import type { OpenedStore } from './opened.ts';

const bob: Person = { id: 'U0BOB', name: 'Bob' };
const ids = (tasks: readonly Task[]) => tasks.map((task) => task.id);

export function questions(promise: Promises<OpenedStore>): void {
  promise(
    'what a person asked for comes unfinished first, then newest first, and no more than wanted',
    async ({ store }) => {
      const [old, ended, young] = await created(store, ['old', 'ended', 'young']);
      await store.create(aTask('of somebody else', { by: bob }));
      await commitFacts(store, ended, [{ type: 'attempt.failed', failure }]);
      expect(ids(await store.askedBy(ada.id, 10))).toEqual(ids([young, old, ended]));
      expect(ids(await store.askedBy(ada.id, 2))).toEqual(ids([young, old]));
      expect(await store.askedBy('U0NOBODY', 10)).toEqual([]);
    },
  );

  promise('unsettled are those that run or still have something to show, oldest first', async ({ store }) => {
    const [first, second, third] = await created(store, ['first', 'second', 'third']);
    await commitFacts(store, first, [{ type: 'attempt.failed', failure }]);
    await commitFacts(store, third, [{ type: 'attempt.failed', failure }]);
    expect(ids(await store.unsettled())).toEqual(ids([first, second, third]));
    await settle(store, third);
    expect(ids(await store.unsettled())).toEqual(ids([first, second]));
  });

  promise('a task that runs stays unsettled whatever was said of its thread', async ({ store }) => {
    const [task] = await created(store, ['a']);
    await settle(store, task);
    expect(ids(await store.unsettled())).toEqual([task.id]);
  });

  promise('settling counts for the version that was seen, and a later commit opens it again', async ({ store }) => {
    const [task] = await created(store, ['a']);
    const seen = await stored(store, task);
    await commitFacts(store, task, [{ type: 'attempt.failed', failure }]);
    await store.settle(task.id, seen.version);
    expect(ids(await store.unsettled())).toEqual([task.id]);
    await settle(store, task);
    expect(await store.unsettled()).toEqual([]);
    await commitFacts(store, task, [{ type: 'event.refused', why: 'late' }]);
    expect(ids(await store.unsettled())).toEqual([task.id]);
  });

  promise('settling leaves the version alone', async ({ store }) => {
    const [task] = await created(store, ['a']);
    const before = await stored(store, task);
    await settle(store, task);
    expect(await store.read(task.id)).toEqual(before);
  });

  promise('a thread leads to the task whose card it hangs from', async ({ store }) => {
    const [task, other] = await created(store, ['a', 'b']);
    await store.show(task.id, 'card', { channel: 'C0SHOP', ts: '100.1', at: 1 });
    await store.show(task.id, 'live', { channel: 'C0SHOP', ts: '100.2', at: 1 });
    await store.show(other.id, 'card', { channel: 'C0SHOP', at: 1 });
    expect((await store.ofThread('C0SHOP', '100.1'))?.id).toBe(task.id);
    expect(await store.ofThread('C0SHOP', '100.2')).toBeUndefined();
    expect(await store.ofThread('C0OTHER', '100.1')).toBeUndefined();
  });

  promise('what a person spent is summed over the attempts born since then', async ({ store }) => {
    await store.create(spending('long ago', ada, 1_000, 1));
    await store.create(spending('lately', ada, 5_000, 2));
    await store.create(spending('just now', ada, 6_000, 4));
    await store.create(spending('of somebody else', bob, 6_000, 8));
    expect(await store.spent(ada.id, 5_000)).toBe(6);
    expect(await store.spent(ada.id, 0)).toBe(7);
    expect(await store.spent('U0NOBODY', 0)).toBe(0);
  });

  promise('what earlier attempts of a task spent counts by when each was born', async ({ store }) => {
    const first = spending('a', ada, 1_000, 1);
    await store.create(first);
    const entries = [
      bot({ type: 'attempt.failed', failure }, 2_000),
      bot({ type: 'attempt.opened', next: 'retry' }, 5_000),
    ];
    const from = await stored(store, first);
    const second = withSpent(entries.reduce(advance, from.task), 2);
    await store.commit({ from, task: second, entries, hold: [] });
    expect(await store.spent(ada.id, 5_000)).toBe(2);
    expect(await store.spent(ada.id, 1_000)).toBe(3);
  });
}

/** Tasks of one person, each younger than the one before. */
async function created<Keys extends readonly string[]>(store: TaskStore, keys: readonly [...Keys]) {
  const tasks = keys.map((key, index) => aTask(key, { at: 1_000 + index }));
  for (const task of tasks) await store.create(task);
  return tasks as { [Key in keyof Keys]: Task };
}

async function settle(store: TaskStore, task: Task): Promise<void> {
  await store.settle(task.id, (await stored(store, task)).version);
}

const spending = (key: string, by: Person, at: number, usd: number): Task => withSpent(aTask(key, { by, at }), usd);

function withSpent(task: Task, usd: number): Task {
  return { ...task, work: { ...task.work, usage: { ...task.work.usage, usd } } };
}
