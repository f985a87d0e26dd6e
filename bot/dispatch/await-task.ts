import type { TaskStore } from '#shared/ports.ts';
import type { Task, TaskId } from '#shared/task/task.ts';

/**
 * Looks at a task now and after each change until `enough` says so: true. False when the signal came first, or there is
 * no such task.
 */
export async function awaitTask(
  store: Pick<TaskStore, 'read' | 'watch'>,
  id: TaskId,
  signal: AbortSignal,
  enough: (task: Task) => boolean | Promise<boolean>,
): Promise<boolean> {
  const news = changes(store, id, signal);
  try {
    for (;;) {
      const changed = news.next();
      const stored = await store.read(id);
      if (!stored) return false;
      if (await enough(stored.task)) return true;
      if (!(await changed)) return false;
    }
  } finally {
    news.end();
  }
}

/** `next` resolves true at the first change after it was called, false when the signal fires. */
function changes(store: Pick<TaskStore, 'watch'>, id: TaskId, signal: AbortSignal) {
  let wake: (changed: boolean) => void = () => {};
  const stop = () => wake(false);
  const unwatch = store.watch((task) => task.id === id && wake(true));
  signal.addEventListener('abort', stop);
  return {
    next: () =>
      signal.aborted
        ? Promise.resolve(false)
        : new Promise<boolean>((resolve) => {
            wake = resolve;
          }),
    end: () => {
      unwatch();
      signal.removeEventListener('abort', stop);
    },
  };
}
