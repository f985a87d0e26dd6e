import { DatabaseSync } from 'node:sqlite';

// A head may be open once per base, as on GitHub; the index holds it under any race.
const SCHEMA = `
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS installations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner TEXT NOT NULL UNIQUE COLLATE NOCASE
) STRICT;
CREATE TABLE IF NOT EXISTS repositories (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  installation INTEGER NOT NULL REFERENCES installations (id),
  owner TEXT NOT NULL COLLATE NOCASE,
  name TEXT NOT NULL COLLATE NOCASE,
  defaultBranch TEXT NOT NULL,
  installed INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  createdAt INTEGER NOT NULL,
  UNIQUE (owner, name)
) STRICT;
CREATE TABLE IF NOT EXISTS tokens (
  hash TEXT PRIMARY KEY,
  installation INTEGER NOT NULL,
  repositories TEXT,
  permissions TEXT NOT NULL,
  expiresAt INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS pullRequests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  repository INTEGER NOT NULL REFERENCES repositories (id),
  number INTEGER NOT NULL,
  title TEXT NOT NULL,
  body TEXT,
  draft INTEGER NOT NULL,
  head TEXT NOT NULL,
  base TEXT NOT NULL,
  state TEXT NOT NULL,
  headCommit TEXT NOT NULL,
  baseCommit TEXT NOT NULL,
  createdAt INTEGER NOT NULL,
  updatedAt INTEGER NOT NULL,
  closedAt INTEGER,
  mergedAt INTEGER,
  mergeCommit TEXT,
  UNIQUE (repository, number)
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS oneOpenPullRequest ON pullRequests (repository, head, base) WHERE state = 'open';
CREATE TABLE IF NOT EXISTS conversation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  pullRequest INTEGER NOT NULL REFERENCES pullRequests (id),
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS conversationOfPullRequest ON conversation (pullRequest, id);
CREATE TABLE IF NOT EXISTS placesOfComments (
  comment INTEGER PRIMARY KEY REFERENCES conversation (id),
  path TEXT NOT NULL,
  line INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS presentations (
  pullRequest INTEGER NOT NULL REFERENCES pullRequests (id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE,
  PRIMARY KEY (pullRequest, kind, name)
) STRICT;
CREATE TABLE IF NOT EXISTS checkRuns (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  repository INTEGER NOT NULL REFERENCES repositories (id),
  headSha TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  conclusion TEXT,
  detailsUrl TEXT,
  externalId TEXT NOT NULL,
  startedAt INTEGER,
  completedAt INTEGER,
  title TEXT,
  summary TEXT,
  text TEXT,
  annotations TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS checkRunsOfCommit ON checkRuns (repository, headSha, id);
`;

/** What the local GitHub remembers besides the git repositories. */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec(SCHEMA);
  return database;
}

/** Whether a write broke a UNIQUE rule of the schema. */
export function isDuplicate(error: unknown): boolean {
  const uniqueConstraint = 2067;
  return error instanceof Error && 'errcode' in error && error.errcode === uniqueConstraint;
}
