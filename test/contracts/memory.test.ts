import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openDatabase } from '#shared/adapters/local/database.ts';
import { localMemory } from '#shared/adapters/local/memory.ts';
import { VERSIONS } from '#shared/adapters/local/schema.ts';
import { aLesson } from '../shared/task/findings.ts';
import { keepsTheContract } from './memory.contract.ts';
import { temporaryFolder } from './temporary-folder.ts';

keepsTheContract('embedded', async () => {
  const path = join(temporaryFolder(), 'bellhop.sqlite');
  const opened: DatabaseSync[] = [];
  const open = () => {
    const database = openDatabase(path);
    opened.push(database);
    return localMemory(database);
  };
  return {
    memory: open(),
    another: async () => open(),
    close: async () => {
      for (const database of opened) database.close();
    },
  };
});

test('a file from before there was memory gets room for it, and keeps what it holds', async () => {
  const path = join(temporaryFolder(), 'bellhop.sqlite');
  openDatabase(path).close();
  const older = new DatabaseSync(path);
  older.exec(`DROP TABLE memory; PRAGMA user_version = 1; INSERT INTO lease VALUES ('writer', 'me', 1)`);
  older.close();
  const database = openDatabase(path);
  const memory = localMemory(database);
  await memory.keep('acme/shop', [aLesson('Use pnpm')], 2_000);
  expect(await memory.of('acme/shop', 2_000)).toHaveLength(1);
  expect(database.prepare('SELECT name FROM lease').all()).toEqual([{ name: 'writer' }]);
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: VERSIONS.length });
  database.close();
});
