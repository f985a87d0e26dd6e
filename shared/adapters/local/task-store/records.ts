import type { DatabaseSync } from 'node:sqlite';
import type { TaskStore } from '#shared/ports.ts';
import type { WorkerEvent } from '#shared/task/events.ts';
import { hasEnded, type Task } from '#shared/task/task.ts';
import { statement, transact } from '../database.ts';
import { taskLog } from './log.ts';

type Records = Pick<TaskStore, 'create' | 'read' | 'commit' | 'held' | 'log'>;

/** Records with their log. `committed` is called after each change. */
export function records(database: DatabaseSync, committed: () => void): Records {
  const { append, log } = taskLog(database);
  const { hold, drop, held } = heldEvents(database);
  const insert = statement(database, INSERT);
  const update = statement(database, UPDATE);
  const select = statement<{ body: string; version: number }>(
    database,
    'SELECT body, version FROM task WHERE id = :id',
  );

  return {
    create: async (task) => {
      const created = insert.run(columnsOf(task)) === 1;
      if (created) committed();
      return created;
    },
    read: async (id) => {
      const row = select.get({ id });
      return row && { task: JSON.parse(row.body) as Task, version: row.version };
    },
    commit: async (commit) => {
      const done = transact(database, () => {
        if (update.run({ ...columnsOf(commit.task), version: commit.from.version }) === 0) return false;
        append(commit.task.id, commit.entries);
        for (const event of commit.hold) hold(commit.task.id, event);
        drop(commit.task);
        return true;
      });
      if (done) committed();
      return done;
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
  return {
    hold: (task: string, event: WorkerEvent) =>
      insert.run({ task, attempt: event.attempt, seq: event.seq, event: JSON.stringify(event) }),
    drop: ({ id, attempt, folded }: Task) => remove.run({ id, attempt, folded }),
    held: async (id: string, attempt: number) =>
      select.all({ id, attempt }).map((row) => JSON.parse(row.event) as WorkerEvent),
  };
}
