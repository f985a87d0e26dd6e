import type { DatabaseSync } from 'node:sqlite';
import type { Note, TaskStore } from '#shared/ports.ts';
import { statement, transact } from '../database.ts';

/** What people say to running attempts. */
export function notes(database: DatabaseSync): Pick<TaskStore, 'addNote' | 'notes'> {
  const insert = statement(database, INSERT_NEXT);
  const numbered = statement<{ number: number }>(
    database,
    'SELECT number FROM note WHERE task = :task AND attempt = :attempt AND key = :key',
  );
  const select = statement<{ number: number; note: string }>(
    database,
    'SELECT number, note FROM note WHERE task = :task AND attempt = :attempt AND number > :after ORDER BY number',
  );
  return {
    addNote: async (task, attempt, key, note) =>
      transact(database, () => {
        insert.run({ task, attempt, key, note: JSON.stringify(note) });
        return numbered.get({ task, attempt, key })?.number ?? 0;
      }),
    notes: async (task, attempt, after) =>
      select
        .all({ task, attempt, after })
        .map(({ number, note }) => ({ ...(JSON.parse(note) as Omit<Note, 'number'>), number })),
  };
}

const INSERT_NEXT = `
  INSERT INTO note (task, attempt, number, key, note)
  VALUES (:task, :attempt,
    (SELECT coalesce(max(number), 0) + 1 FROM note WHERE task = :task AND attempt = :attempt), :key, :note)
  ON CONFLICT DO NOTHING`;
