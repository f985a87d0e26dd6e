import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase, transact } from '#shared/adapters/local/database.ts';
import { running } from '../../../contracts/processes/running.ts';
import { temporaryFolder } from '../../../contracts/temporary-folder.ts';

test('a database is made where there is none, with the folder it lies in, for its owner alone', () => {
  const file = join(temporaryFolder(), 'deep', 'inside', 'bellhop.sqlite');
  open(file);
  expect(statSync(file).size).toBeGreaterThan(0);
  expect(statSync(join(file, '..')).mode & 0o077).toBe(0);
});

test('what is committed is synced, and readers do not wait for writers', () => {
  const database = open(aFile());
  expect(Object.values(database.prepare('PRAGMA synchronous').get() ?? {})).toEqual([2]);
  expect(Object.values(database.prepare('PRAGMA journal_mode').get() ?? {})).toEqual(['wal']);
});

test('processes that open a new file at the same moment all get the same one', async () => {
  const file = aFile();
  const children = ['a', 'b', 'c', 'd'].map((name) => running('task-store.ts', 'take', file, name));
  const taken = await Promise.all(children.map((child) => child.finished()));
  expect(taken.flat()).toHaveLength(4);
});

test('a file of another program is refused and left as it is', () => {
  const file = aFile();
  const other = new DatabaseSync(file);
  other.exec('CREATE TABLE song (title TEXT)');
  other.close();
  const before = readFileSync(file);
  expectRefusal(file, 'database_foreign', 'Name another file');
  expect(readFileSync(file)).toEqual(before);
});

test('a file that is no database at all is refused and left as it is', () => {
  const file = aFile();
  writeFileSync(file, 'notes of last week '.repeat(100));
  expectRefusal(file, 'database_foreign', 'Name another file');
  expect(readFileSync(file, 'utf8')).toMatch(/^notes of last week/);
});

test('a file of a newer version is refused and left as it is', () => {
  const file = aFile();
  const database = openDatabase(file);
  database.exec('PRAGMA user_version = 999');
  database.close();
  expectRefusal(file, 'database_newer', 'Start that version again');
  const raw = new DatabaseSync(file);
  expect(raw.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 999 });
  raw.close();
});

test('a file that another program holds is told so', () => {
  const file = aFile();
  openDatabase(file).close();
  const other = new DatabaseSync(file);
  other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  expectRefusal(file, 'database_locked', 'End the program that holds it');
  other.close();
});

test('a place where no file can be is told so', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'a-folder'));
  writeFileSync(join(folder, 'a-file'), '');
  expectRefusal(join(folder, 'a-folder'), 'database_unreachable', 'Check that its folder exists');
  expectRefusal(join(folder, 'a-file', 'bellhop.sqlite'), 'database_unreachable', 'Check that its folder exists');
});

test.skipIf(process.getuid?.() === 0)('a folder that may not be written to is told so (not as root, who may)', () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o500);
  expectRefusal(join(folder, 'bellhop.sqlite'), 'database_unreachable', 'this user may write there');
});

test('a file that broke is told so', () => {
  const file = aFile();
  const database = openDatabase(file);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xff, 100, 4_096));
  expectRefusal(file, 'database_unreadable', 'Restore it from a backup');
});

test('a transaction that fails leaves nothing, and the next one works', () => {
  const database = open(aFile());
  const insert = `INSERT INTO lease VALUES ('writer', 'me', 1)`;
  const failing = () =>
    transact(database, () => {
      database.exec(insert);
      throw new Error('halfway');
    });
  expect(failing).toThrow('halfway');
  expect(database.prepare('SELECT * FROM lease').all()).toEqual([]);
  expect(transact(database, () => 'done')).toBe('done');
});

function expectRefusal(file: string, code: string, remedy: string): void {
  expect(() => openDatabase(file, { busyMs: 50 })).toThrow(
    expect.objectContaining({
      name: 'TaskError',
      code,
      whose: 'service',
      message: expect.stringContaining(file),
      remedy: expect.stringContaining(remedy),
    }),
  );
}

const aFile = () => join(temporaryFolder(), 'bellhop.sqlite');

function open(file: string): DatabaseSync {
  const database = openDatabase(file);
  onTestFinished(() => database.close());
  return database;
}
