import type { TaskStore } from '#shared/ports.ts';
import type { Task } from '#shared/task/task.ts';

/** A store to fold into, and the bare client below it to do the same writes with. */
export interface Ground {
  readonly store: TaskStore;
  /** What a store writes while `act` uses it. */
  record(act: (store: TaskStore) => Promise<unknown>): Promise<Writes>;
  /** The recorded commits once more, for another task whose record is there: each an act. */
  replay(writes: Writes, of: Task, instead: Task): Promise<readonly (() => Promise<unknown>)[]>;
  close(): Promise<void>;
}

/** Its own affair. */
type Writes = readonly unknown[];
