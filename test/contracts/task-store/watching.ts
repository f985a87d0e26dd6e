import { expect } from 'vitest';
import type { Task } from '#shared/task/task.ts';
import { aTask } from '../../shared/task/samples.ts';
import type { Promises } from '../contract.ts';
import { eventually } from '../eventually.ts';
import { commitFacts } from './acts.ts';
import type { OpenedStore } from './opened.ts';

export function watching(promise: Promises<OpenedStore>): void {
  promise('a watcher hears of a new record and of each later state', async ({ store }) => {
    const heard: string[] = [];
    const unwatch = store.watch((task) => heard.push(task.status));
    await store.create(aTask('a'));
    await eventually(() => expect(heard).toContain('queued'));
    await commitFacts(store, aTask('a'), [{ type: 'admission.started' }]);
    await eventually(() => expect(heard.at(-1)).toBe('admitting'));
    unwatch();
  });

  promise('a watcher is called after the commit is over, not within it', async ({ store }) => {
    const heard: Task[] = [];
    const unwatch = store.watch((task) => heard.push(task));
    const creating = store.create(aTask('a'));
    expect(heard).toEqual([]);
    await creating;
    await eventually(() => expect(heard).toHaveLength(1));
    unwatch();
  });

  promise('a watcher hears of what another one committed to the same data', async ({ store, another }) => {
    const heard: string[] = [];
    const unwatch = store.watch((task) => heard.push(`${task.id} ${task.status}`));
    const other = await another();
    await other.create(aTask('a'));
    await commitFacts(other, aTask('a'), [{ type: 'admission.started' }]);
    await eventually(() => expect(heard.at(-1)).toBe(`${aTask('a').id} admitting`));
    unwatch();
  });

  promise('however many commits come at once, each task is heard in its last state', async ({ store }) => {
    const last = new Map<string, string>();
    const unwatch = store.watch((task) => last.set(task.id, task.status));
    const tasks = Array.from({ length: 10 }, (_, index) => aTask(`many ${index}`));
    for (const task of tasks) {
      await store.create(task);
      await commitFacts(store, task, [{ type: 'admission.started' }]);
    }
    await eventually(() => expect([...last.values()]).toEqual(tasks.map(() => 'admitting')));
    expect([...last.keys()].sort()).toEqual(tasks.map((task) => task.id).sort());
    unwatch();
  });

  promise('each watcher hears, and one that ended hears no more', async ({ store }) => {
    const [first, second]: string[][] = [[], []];
    const unwatchFirst = store.watch((task) => first?.push(task.id));
    const unwatchSecond = store.watch((task) => second?.push(task.id));
    await store.create(aTask('a'));
    await eventually(() => expect([first, second]).toEqual([[aTask('a').id], [aTask('a').id]]));
    unwatchFirst();
    await store.create(aTask('b'));
    await eventually(() => expect(second).toHaveLength(2));
    expect(first).toHaveLength(1);
    unwatchSecond();
  });

  promise('a commit that was refused is not heard of', async ({ store }) => {
    await store.create(aTask('a'));
    const from = await store.read(aTask('a').id);
    await commitFacts(store, aTask('a'), [{ type: 'admission.started' }]);
    const heard: string[] = [];
    const unwatch = store.watch((task) => heard.push(task.id));
    if (from) expect(await store.commit({ from, task: from.task, entries: [], hold: [] })).toBeUndefined();
    await store.create(aTask('b'));
    await eventually(() => expect(heard).toContain(aTask('b').id));
    expect(heard).not.toContain(aTask('a').id);
    unwatch();
  });
}
