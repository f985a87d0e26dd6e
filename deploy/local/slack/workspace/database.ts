import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { TaskError } from '#shared/task/failure.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS message (channel TEXT, ts TEXT, thread TEXT, body TEXT NOT NULL, PRIMARY KEY (channel, ts)) STRICT;
  CREATE INDEX IF NOT EXISTS message_thread ON message (channel, thread, ts);
  CREATE TABLE IF NOT EXISTS membership (channel TEXT, user TEXT, PRIMARY KEY (channel, user)) STRICT;
  CREATE TABLE IF NOT EXISTS home (user TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS file (id TEXT PRIMARY KEY, body TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
`;

/** What must outlive a restart of the playground. Without a file the same tables live in memory. */
export function openDatabase(dataFile: string | undefined): DatabaseSync {
  try {
    if (dataFile !== undefined) mkdirSync(dirname(dataFile), { recursive: true });
    const database = new DatabaseSync(dataFile ?? ':memory:');
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;');
    database.exec(SCHEMA);
    return database;
  } catch (cause) {
    throw new TaskError('slack_data_unreadable', `The local Slack cannot keep its messages in ${dataFile}.`, {
      whose: 'yours',
      remedy:
        'Check that the folder can be written and that the file is one of ours; deleting it starts with an empty Slack.',
      cause,
    });
  }
}
