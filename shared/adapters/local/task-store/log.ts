import type { DatabaseSync } from 'node:sqlite';
import type { LogEntry } from '#shared/ports.ts';
import type { TaskEvent } from '#shared/task/events.ts';
import { chain } from '#shared/task/log.ts';
import type { TaskId } from '#shared/task/task.ts';
import { statement } from '../database.ts';

/** What happened to each task, in order, each entry chained to the one before. */
export function taskLog(database: DatabaseSync) {
  const last = statement<{ index: number; hash: string }>(
    database,
    'SELECT place AS "index", hash FROM log WHERE task = :id ORDER BY place DESC LIMIT 1',
  );
  const insert = statement(database, 'INSERT INTO log (task, place, event, hash) VALUES (:id, :index, :event, :hash)');
  const select = statement<{ index: number; event: string; hash: string }>(
    database,
    'SELECT place AS "index", event, hash FROM log WHERE task = :id ORDER BY place',
  );
  return {
    append: (id: TaskId, events: readonly TaskEvent[]): void => {
      for (const { index, text, hash } of chain(id, last.get({ id }), events)) {
        insert.run({ id, index, event: text, hash });
      }
    },
    log: async (id: TaskId): Promise<readonly LogEntry[]> =>
      select.all({ id }).map((row) => ({ ...row, event: JSON.parse(row.event) as TaskEvent })),
  };
}
