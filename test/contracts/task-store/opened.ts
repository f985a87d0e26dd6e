import type { TaskStore } from '#shared/ports.ts';

export interface OpenedStore {
  readonly store: TaskStore;
  /** One more on the same data, as another process would have it. */
  another(): Promise<TaskStore>;
  /** By which a process of its own opens it. */
  readonly place: string;
  close(): Promise<void>;
}
