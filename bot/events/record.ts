import type { TaskStore } from '#shared/ports.ts';
import type { BotEvent, BotFact, WorkerEvent } from '#shared/task/events.ts';
import { TaskError } from '#shared/task/failure.ts';
import { advance } from '#shared/task/lifecycle.ts';
import type { Moment, Task, TaskId } from '#shared/task/task.ts';
import { foldRun } from './fold.ts';

/** The only hand that changes records. */
export interface Recorder {
  /**
   * Adds the bot's own facts. `decide` sees the record as it is and may be asked again when somebody else was faster;
   * no facts, no change. Gives the record as it is afterwards.
   */
  record(id: TaskId, decide: (task: Task) => readonly BotFact[]): Promise<Task>;
  /** Folds worker events of one task, in `seq` order, each once; what came early is held. */
  fold(id: TaskId, events: readonly WorkerEvent[]): Promise<Task | undefined>;
}

export function createRecorder({ store, now }: { store: TaskStore; now: () => Moment }): Recorder {
  return {
    record: async (id, decide) => {
      for (;;) {
        const from = await store.read(id);
        if (!from) throw noSuchTask(id);
        const entries = decide(from.task).map((fact): BotEvent => ({ attempt: from.task.attempt, at: now(), fact }));
        if (entries.length === 0) return from.task;
        const task = entries.reduce(advance, from.task);
        if (await store.commit({ from, task, entries, hold: [] })) return task;
      }
    },

    fold: async (id, events) => {
      for (;;) {
        const from = await store.read(id);
        if (!from) return undefined;
        const held = await store.held(id, from.task.attempt);
        const { task, entries, hold } = foldRun(from.task, held, events);
        if (entries.length === 0 && hold.length === 0) return task;
        if (await store.commit({ from, task, entries, hold })) return task;
      }
    },
  };
}

export function noSuchTask(id: string): TaskError {
  return new TaskError('no_such_task', `There is no task ${id}.`, {
    whose: 'yours',
    remedy: 'Use `/agent list` to see your tasks.',
  });
}
