import type { TaskStore } from '#shared/ports.ts';
import type { BotEvent, BotFact, WorkerEvent } from '#shared/task/events.ts';
import { TaskError } from '#shared/task/failure.ts';
import { advance } from '#shared/task/lifecycle.ts';
import type { Moment, Task, TaskId } from '#shared/task/task.ts';
import { foldRun } from './fold.ts';
import { remembering } from './remembering.ts';

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
  const { commit, recall } = remembering(store);
  return {
    record: async (id, decide) => {
      for (;;) {
        const from = await store.read(id);
        if (!from) throw noSuchTask(id);
        const entries = decide(from.task).map((fact): BotEvent => ({ attempt: from.task.attempt, at: now(), fact }));
        if (entries.length === 0) return from.task;
        const task = entries.reduce(advance, from.task);
        if (await commit({ from, task, entries, hold: [] })) return task;
      }
    },

    fold: async (id, events) => {
      const known = recall(id);
      const onKnown = known && foldRun(known.task, [], events);
      // What is known may be old: events that find no place in it may find one in the record as it is now.
      const fits = onKnown && onKnown.entries.length > 0 && onKnown.entries.length === events.length;
      if (known && fits && (await commit({ from: known, ...onKnown }))) return onKnown.task;
      return foldAnew(id, events);
    },
  };

  async function foldAnew(id: TaskId, events: readonly WorkerEvent[]): Promise<Task | undefined> {
    for (;;) {
      const from = await store.read(id);
      if (!from) return undefined;
      const held = from.holding ? await store.held(id, from.task.attempt) : [];
      const run = foldRun(from.task, held, events);
      if (run.entries.length === 0 && run.hold.length === 0) return run.task;
      if (await commit({ from, ...run })) return run.task;
    }
  }
}

export function noSuchTask(id: string): TaskError {
  return new TaskError('no_such_task', `There is no task ${id}.`, {
    whose: 'yours',
    remedy: 'Use `/agent list` to see your tasks.',
  });
}
