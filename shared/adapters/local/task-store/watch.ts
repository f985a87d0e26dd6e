import type { DatabaseSync } from 'node:sqlite';
import type { TaskStore } from '#shared/ports.ts';
import type { Task } from '#shared/task/task.ts';
import { statement } from '../database.ts';

type Watcher = Parameters<TaskStore['watch']>[0];

/**
 * Tells what was committed since the last look: a moment after each commit of this store, and every `pollMs` for those
 * of others. Every commit takes the next number of one sequence, so a look costs one step into its index.
 */
export function watching(database: DatabaseSync, pollMs: number) {
  const newest = statement<{ change: number }>(database, 'SELECT coalesce(max(change), 0) AS change FROM task');
  const since = statement<{ change: number; body: string }>(
    database,
    'SELECT change, body FROM task WHERE change > :seen ORDER BY change',
  );
  const watchers = new Set<Watcher>();
  let seen = 0;
  let poll: NodeJS.Timeout | undefined;
  let looksSoon = false;

  function look(): void {
    looksSoon = false;
    if (watchers.size === 0) return;
    for (const { change, body } of since.all({ seen })) {
      seen = change;
      const task = JSON.parse(body) as Task;
      for (const changed of watchers) changed(task);
    }
  }

  function start(): void {
    seen = newest.get()?.change ?? 0;
    poll = setInterval(look, pollMs);
  }

  return {
    committed: (): void => {
      if (watchers.size > 0 && !looksSoon) setImmediate(look);
      looksSoon = watchers.size > 0;
    },
    watch: (changed: Watcher): (() => void) => {
      if (watchers.size === 0) start();
      // A function of its own, so that the same callback may watch twice.
      const watcher: Watcher = (task) => changed(task);
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
        if (watchers.size === 0) clearInterval(poll);
      };
    },
  };
}
