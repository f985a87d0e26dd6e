import { expect } from 'vitest';
import { firstBreak } from '#shared/task/log.ts';
import { taskId } from '#shared/task/task.ts';
import { aTask } from '../../shared/task/samples.ts';
import type { Promises } from '../contract.ts';
import { eventually } from '../eventually.ts';
import { running } from '../processes/running.ts';
import type { OpenedStore } from './opened.ts';

export function severalProcesses(promise: Promises<OpenedStore>): void {
  promise(
    'every record that was created is there after the process was killed in the middle of it',
    async ({ another, place }) => {
      for (let round = 0; round < 3; round += 1) {
        const child = running('task-store.ts', 'create', place, `round ${round}`);
        const created = await child.killedAfter(20 + round * 17);
        expect(created.length).toBeGreaterThan(0);
        const store = await another();
        for (const id of created) expect(await store.read(taskId(id))).toBeDefined();
      }
    },
  );

  promise('a commit that a kill interrupted is there whole or not at all', async ({ store, place }) => {
    for (let round = 0; round < 3; round += 1) {
      const task = aTask(`round ${round}`);
      await store.create(task);
      const committed = await running('task-store.ts', 'commit', place, `round ${round}`).killedAfter(20 + round * 13);
      const found = await store.read(task.id);
      const log = await store.log(task.id);
      expect(log.length).toBe((found?.version ?? 0) - 1);
      expect(log.length).toBeGreaterThanOrEqual(committed.length);
      expect(found?.task.executions).toHaveLength(log.length);
      expect(firstBreak(task.id, log)).toBeUndefined();
    }
  });

  promise('processes that take slots of one pool never get more than there is', async ({ place }) => {
    const children = ['p', 'q', 'r'].map((name) => running('task-store.ts', 'take', place, name));
    const taken = await Promise.all(children.map((child) => child.finished()));
    expect(taken.flat()).toHaveLength(4);
  });

  promise("a process that was killed while it took slots stands in nobody else's way", async ({ store, place }) => {
    const killed = running('task-store.ts', 'take and give', place, 'killed');
    await killed.killedAfter(10);
    const other = running('task-store.ts', 'take and give', place, 'other');
    expect(await other.killedAfter(10)).not.toEqual([]);
    expect(await store.lease('writer', 'somebody', 0, 10)).toBe(true);
  });

  promise('a watcher hears what another process commits', async ({ store, place }) => {
    const heard = new Set<string>();
    const unwatch = store.watch((task) => heard.add(task.id));
    const created = await running('task-store.ts', 'create', place, 'other').killedAfter(10);
    await eventually(() => expect([...heard]).toEqual(expect.arrayContaining([...created])));
    unwatch();
  });
}
