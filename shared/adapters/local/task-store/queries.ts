import type { DatabaseSync } from 'node:sqlite';
import type { TaskStore } from '#shared/ports.ts';
import { spentSince } from '#shared/task/spending.ts';
import type { Task } from '#shared/task/task.ts';
import { statement } from '../database.ts';

type Queries = Pick<TaskStore, 'askedBy' | 'unsettled' | 'settle' | 'ofThread' | 'spent'>;

/** Questions about many tasks. */
export function queries(database: DatabaseSync): Queries {
  const askedBy = statement<Row>(database, ASKED_BY);
  const unsettled = statement<Row>(database, UNSETTLED);
  const settle = statement(database, 'UPDATE task SET settled = 1 WHERE id = :id AND version = :version');
  const ofThread = statement<Row>(database, OF_THREAD);
  const spending = statement<Row>(database, 'SELECT body FROM task WHERE requester = :person AND started_at >= :since');
  return {
    askedBy: async (person, limit) => askedBy.all({ person, limit }).map(taskOf),
    unsettled: async () => unsettled.all().map(taskOf),
    settle: async (id, version) => {
      settle.run({ id, version });
    },
    ofThread: async (channel, ts) => {
      const row = ofThread.get({ channel, ts });
      return row && taskOf(row);
    },
    // The current attempt is a task's youngest: one whose current attempt is older has none that counts.
    spent: async (person, since) =>
      spending.all({ person, since }).reduce((usd, row) => usd + spentSince(taskOf(row), since), 0),
  };
}

const ASKED_BY = 'SELECT body FROM task WHERE requester = :person ORDER BY ended, created_at DESC LIMIT :limit';
const UNSETTLED = 'SELECT body FROM task WHERE ended = 0 OR settled = 0 ORDER BY created_at';
const OF_THREAD = `
  SELECT body FROM shown JOIN task ON task.id = shown.subject
  WHERE shown.channel = :channel AND shown.ts = :ts AND shown.key = 'card'`;

interface Row {
  readonly body: string;
}
const taskOf = (row: Row): Task => JSON.parse(row.body) as Task;
