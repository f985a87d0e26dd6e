import type { DatabaseSync } from 'node:sqlite';
import type { Commit, TaskStore } from '#shared/ports.ts';
import type { WorkerEvent } from '#shared/task/events.ts';
import { hasEnded, type Task } from '#shared/task/task.ts';
import { statement, transact } from '../database.ts';
import { taskLog } from './log.ts';

type Records = Pick<TaskStore, 'create' | 'read' | 'commit' | 'held' | 'log'>;

/** Records with their log. `committed` is called after each change. */
export function records(database: DatabaseSync, committed: () => void): Records {
  const { append, log } = taskLog(database);
  const { exchange, held } = heldEvents(database);
  const insert = statement(database, INSERT);
  const update = statement(database, UPDATE);
  const select = statement<{ body: string; version: number; holding: number }>(
    database,
    'SELECT body, version, EXISTS (SELECT 1 FROM held WHERE task = :id) AS holding FROM task WHERE id = :id',
  );

  return {
    create: async (task) => {
      const created = insert.run(columnsOf(task)) === 1;
      if (created) committed();
      return created;
    },
    read: async (id) => {
      const row = select.get({ id });
      return row && { task: JSON.parse(row.body) as Task, version: row.version, holding: row.holding === 1 };
    },
    commit: async (commit) => {
      const { task, from } = commit;
      const stored = transact(database, () => {
        if (update.run({ ...columnsOf(task), version: from.version }) === 0) return undefined;
        append(task.id, commit.entries);
        return { task, version: from.version + 1, holding: exchange(commit) };
      });
      if (stored) committed();
      return stored;
    },
    held,
    log,
  };
}

const INSERT = `
  INSERT INTO task (id, version, change, requester, created_at, started_at, ended, settled, body)
  VALUES (:id, 1, (SELECT coalesce(max(change), 0) + 1 FROM task), :requester, :createdAt, :startedAt, :ended, 0, :body)
  ON CONFLICT DO NOTHING`;

const UPDATE = `
  UPDATE task SET version = version + 1, change = (SELECT max(change) + 1 FROM task), requester = :requester,
    created_at = :createdAt, started_at = :startedAt, ended = :ended, settled = 0, body = :body
  WHERE id = :id AND version = :version`;

function columnsOf(task: Task) {
  const { id, requester, createdAt, startedAt } = task;
  return {
    id,
    requester: requester.id,
    createdAt,
    startedAt,
    ended: Number(hasEnded(task)),
    body: JSON.stringify(task),
  };
}

/** Worker events that came early and wait for the gap before them to close. */
function heldEvents(database: DatabaseSync) {
  const insert = statement(
    database,
    'INSERT INTO held (task, attempt, seq, event) VALUES (:task, :attempt, :seq, :event) ON CONFLICT DO NOTHING',
  );
  const remove = statement(
    database,
    'DELETE FROM held WHERE task = :id AND (attempt < :attempt OR (attempt = :attempt AND seq <= :folded))',
  );
  const select = statement<{ event: string }>(
    database,
    'SELECT event FROM held WHERE task = :id AND attempt = :attempt ORDER BY seq',
  );
  const any = statement(database, 'SELECT 1 FROM held WHERE task = :id LIMIT 1');
  return {
    /** Takes in what a commit holds and drops what it has folded. True when some are left. */
    exchange: ({ from, task: { id, attempt, folded }, hold }: Commit): boolean => {
      if (!from.holding && hold.length === 0) return false;
      for (const event of hold)
        insert.run({ task: id, attempt: event.attempt, seq: event.seq, event: JSON.stringify(event) });
      remove.run({ id, attempt, folded });
      return any.get({ id }) !== undefined;
    },
    held: async (id: string, attempt: number) =>
      select.all({ id, attempt }).map((row) => JSON.parse(row.event) as WorkerEvent),
  };
}
