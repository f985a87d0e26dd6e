import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { ForeignFile, unusable } from './database-errors.ts';
import { APPLICATION, VERSIONS } from './schema.ts';

/**
 * Opens the one file that records, queue, rights and notes live in, and makes it when there is none. What was committed
 * survives a power cut. Several processes may have the same file open.
 */
export function openDatabase(file: string, { busyMs = 5_000 } = {}): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    database = new DatabaseSync(file, { timeout: busyMs });
    setUp(database);
    return database;
  } catch (cause) {
    database?.close();
    throw unusable(file, cause);
  }
}

function setUp(database: DatabaseSync): void {
  // Looked at before anything is written: a file of somebody else stays as it is.
  versionOf(database);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  transact(database, () => {
    const missing = VERSIONS.slice(versionOf(database));
    if (missing.length === 0) return;
    for (const tables of missing) database.exec(tables);
    database.exec(`PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${VERSIONS.length};`);
  });
}

/** 0 for a file without any table. Throws for a file that this version must not touch. */
function versionOf(database: DatabaseSync): number {
  const found = statement<{ application: number; version: number; tables: number }>(
    database,
    `SELECT application_id AS application, user_version AS version, (SELECT count(*) FROM sqlite_schema) AS tables
     FROM pragma_application_id, pragma_user_version`,
  ).get();
  if (!found || found.tables === 0) return 0;
  if (found.application !== APPLICATION) throw new ForeignFile('foreign');
  if (found.version > VERSIONS.length) throw new ForeignFile('newer');
  return found.version;
}

/** Runs `act` as one transaction: all of what it wrote becomes true, or none. Writers wait for each other. */
export function transact<T>(database: DatabaseSync, act: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = act();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

export type Values = Readonly<Record<string, SQLInputValue>>;

/** A statement, prepared once and used often. `Row` is the shape of what it gives. */
export function statement<Row extends object>(database: DatabaseSync, sql: string) {
  const prepared = database.prepare(sql);
  return {
    get: (values: Values = {}) => prepared.get(values) as Row | undefined,
    all: (values: Values = {}) => prepared.all(values) as unknown[] as readonly Row[],
    /** How many rows it changed. */
    run: (values: Values = {}) => Number(prepared.run(values).changes),
  };
}
