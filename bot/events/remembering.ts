import type { Stored, TaskStore } from '#shared/ports.ts';
import type { TaskId } from '#shared/task/task.ts';

/** As many records as are likely to get events at the same time. */
const MOST = 100;

/**
 * Commits, and remembers the records as they were left, so that what goes on from there need not read them. Somebody
 * else may have changed them since: a commit from an old one is refused like any other.
 */
export function remembering(store: Pick<TaskStore, 'commit'>, most = MOST) {
  const left = new Map<TaskId, Stored>();
  return {
    /** One without held events: those would have to be read anyway. */
    recall: (id: TaskId): Stored | undefined => left.get(id),
    commit: async (commit: Parameters<TaskStore['commit']>[0]): Promise<Stored | undefined> => {
      const { id } = commit.task;
      const stored = await store.commit(commit);
      left.delete(id);
      if (stored && !stored.holding) left.set(id, stored);
      for (const oldest of left.keys()) if (left.size > most) left.delete(oldest);
      return stored;
    },
  };
}
