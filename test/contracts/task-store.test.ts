import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openDatabase } from '#shared/adapters/local/database.ts';
import { localTaskStore } from '#shared/adapters/local/task-store.ts';
import type { TaskStore } from '#shared/ports.ts';
import { firstBreak } from '#shared/task/log.ts';
import { taskId } from '#shared/task/task.ts';
import { aTask } from '../shared/task/samples.ts';
import { eventually } from './eventually.ts';
import { running } from './processes/running.ts';
import { commitFacts } from './task-store/acts.ts';
import { keepsTheContract } from './task-store.contract.ts';
import { temporaryFolder } from './temporary-folder.ts';

keepsTheContract('embedded', async () => {
  const { open, close } = file();
  return { store: open(), another: async () => open(), close: async () => close() };
});

test('every record that was created is there after the process was killed in the middle of it', async () => {
  const { path, open, close } = file();
  open();
  for (let round = 0; round < 3; round += 1) {
    const child = running('task-store.ts', 'create', path, `round ${round}`);
    const created = await child.killedAfter(20 + round * 17);
    expect(created.length).toBeGreaterThan(0);
    for (const id of created) expect(await open().read(taskId(id))).toBeDefined();
  }
  close();
});

test('a commit that a kill interrupted is there whole or not at all', async () => {
  const { path, open, close } = file();
  const store = open();
  for (let round = 0; round < 3; round += 1) {
    const task = aTask(`round ${round}`);
    await store.create(task);
    const committed = await running('task-store.ts', 'commit', path, `round ${round}`).killedAfter(20 + round * 13);
    const found = await store.read(task.id);
    const log = await store.log(task.id);
    expect(log.length).toBe((found?.version ?? 0) - 1);
    expect(log.length).toBeGreaterThanOrEqual(committed.length);
    expect(found?.task.executions).toHaveLength(log.length);
    expect(firstBreak(task.id, log)).toBeUndefined();
  }
  close();
});

test('processes that take slots of one file never get more than there is', async () => {
  const { path, open, close } = file();
  open();
  const children = ['p', 'q', 'r'].map((name) => running('task-store.ts', 'take', path, name));
  const taken = await Promise.all(children.map((child) => child.finished()));
  expect(taken.flat()).toHaveLength(4);
  close();
});

test('a watcher hears what another process commits', async () => {
  const { path, open, close } = file();
  const heard = new Set<string>();
  const unwatch = open().watch((task) => heard.add(task.id));
  const created = await running('task-store.ts', 'create', path, 'other').killedAfter(10);
  await eventually(() => expect([...heard]).toEqual(expect.arrayContaining([...created])));
  unwatch();
  close();
});

test('an entry that was changed in the file shows', async () => {
  const { path, open, close } = file();
  const store = open();
  const task = aTask('a');
  await store.create(task);
  for (const execution of ['one', 'two', 'three']) {
    await commitFacts(store, task, [{ type: 'execution.started', execution }]);
  }
  const raw = new DatabaseSync(path);
  raw.exec(`UPDATE log SET event = replace(event, 'two', 'six') WHERE place = 1`);
  expect(firstBreak(task.id, await store.log(task.id))).toBe(1);
  raw.exec(`UPDATE log SET event = replace(event, 'six', 'two'); DELETE FROM log WHERE place = 0`);
  expect(firstBreak(task.id, await store.log(task.id))).toBe(0);
  raw.close();
  close();
});

/** A database file, opened as often as wanted. */
function file(): { path: string; open: () => TaskStore; close: () => void } {
  const path = join(temporaryFolder(), 'data', 'bellhop.sqlite');
  const opened: DatabaseSync[] = [];
  return {
    path,
    open: () => {
      const database = openDatabase(path);
      opened.push(database);
      return localTaskStore(database, { pollMs: 20 });
    },
    close: () => {
      for (const database of opened.splice(0)) database.close();
    },
  };
}
