import { setImmediate as breath } from 'node:timers/promises';
import type { TaskStore } from '#shared/ports.ts';
import type { TaskId } from '#shared/task/task.ts';
import type { Logger } from '../log.ts';
import type { Attend } from './attend.ts';

interface Needs {
  readonly store: Pick<TaskStore, 'unsettled'>;
  readonly attend: Attend;
  /** The thread writer looks at it again, too. */
  readonly changed: (id: TaskId) => void;
  readonly everyMs: number;
  readonly log: Logger;
}

/**
 * Looks at every task that is not settled, again and again: whatever a crash, a lost message or a silent service left
 * undone is found here. Starts with a look at once; gives the function that ends it.
 */
export function startSweep({ store, attend, changed, everyMs, log }: Needs): () => Promise<void> {
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  async function sweep(): Promise<void> {
    const tasks = await store.unsettled();
    const attended: Promise<void>[] = [];
    for (const { id } of tasks) {
      changed(id);
      attended.push(attend(id, 'sweep'));
      // Many tasks may wait; people who ask for something come in between.
      await breath();
    }
    await Promise.all(attended);
  }

  async function run(): Promise<void> {
    // A sweep that fails is followed by the next one, which owes the same.
    await sweep().catch((error: unknown) => log.error('sweep.failed', error));
    if (closed) return;
    timer = setTimeout(() => {
      running = run();
    }, everyMs);
  }

  let running = run();
  return async () => {
    closed = true;
    clearTimeout(timer);
    await running;
  };
}
