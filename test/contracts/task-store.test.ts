import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openDatabase } from '#shared/adapters/local/database.ts';
import { localTaskStore } from '#shared/adapters/local/task-store.ts';
import type { TaskStore } from '#shared/ports.ts';
import { firstBreak } from '#shared/task/log.ts';
import { aTask } from '../shared/task/samples.ts';
import { commitFacts } from './task-store/acts.ts';
import { keepsTheContract } from './task-store.contract.ts';
import { temporaryFolder } from './temporary-folder.ts';

keepsTheContract('embedded', async () => {
  const { path, open, close } = file();
  return { store: open(), another: async () => open(), place: path, close: async () => close() };
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
