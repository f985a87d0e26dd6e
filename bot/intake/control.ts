import type { JobRunner, TaskQueue, TaskStore } from '#shared/ports.ts';
import { mayControl, type Policy } from '#shared/task/policy.ts';
import { hasEnded, type Moment, mayRetry, type Person, type Task, type TaskId } from '#shared/task/task.ts';
import { clip } from '#shared/text/clip.ts';
import { plain } from '#shared/text/escape.ts';
import type { Redact } from '#shared/text/redact.ts';
import { stopExecutions } from '../dispatch/stop-executions.ts';
import type { Recorder } from '../events/record.ts';

interface Needs {
  readonly store: Pick<TaskStore, 'read' | 'addNote'>;
  readonly recorder: Recorder;
  readonly queue: Pick<TaskQueue, 'enqueue'>;
  readonly runner: Pick<JobRunner, 'find' | 'stop'>;
  readonly policy: Policy;
  readonly redact: Redact;
  /** Looks whether the task's branch is still where its evidence is. */
  readonly look: (task: Task) => Promise<void>;
  readonly now: () => Moment;
}

/** What came of an act of control. A refusal is told to the one who asked, never dropped. */
export type Answered = { readonly done: true; readonly task: Task } | Refused;

export interface Refused {
  readonly done: false;
  readonly asked: 'cancel' | 'retry' | 'steer' | 'follow up';
  readonly why: 'not allowed' | 'too early' | 'too late';
  /** Absent when there is no such task. */
  readonly task?: Task;
}

/** The one place where a task is cancelled, retried or steered, whatever surface the person used. */
export interface Control {
  /** Asking twice is asking once. */
  cancel(id: TaskId, by: Person): Promise<Answered>;
  /** Opens the next attempt of one that ended without a green pull request. `attempt`: the one the person was looking at. */
  retry(id: TaskId, by: Person, attempt?: number): Promise<Answered>;
  /**
   * Opens the next attempt of one that ended, with more to do on top of what is pushed. Said while an attempt runs, or once
   * somebody else has opened the next one, it is a note to that one: no words are lost. `key` as for `steer`.
   */
  followUp(id: TaskId, by: Person, asked: FollowUpAsked): Promise<Answered>;
  /** Leaves a note for the running attempt; `key` is Slack's event id. */
  steer(id: TaskId, by: Person, words: string, key: string): Promise<Answered>;
}

interface FollowUpAsked {
  readonly words: string;
  readonly key: string;
  /** The attempt the person was looking at. */
  readonly attempt?: number;
}

const NOTE_CHARACTERS = 4_000;

export function createControl(needs: Needs): Control {
  const { store, recorder, queue, runner, policy, redact, now } = needs;

  /** The task, if there is one and this person may decide over it. */
  async function allowed(id: TaskId, by: Person, asked: Refused['asked']): Promise<Answered> {
    const task = (await store.read(id))?.task;
    if (task && mayControl(policy, by.id, task.requester.id)) return { done: true, task };
    return { done: false, asked, why: 'not allowed', ...(task && { task }) };
  }

  const harmless = (words: string): string => clip(redact(plain(words)).trim(), NOTE_CHARACTERS);

  const steer: Control['steer'] = async (id, by, words, key) => {
    const found = await allowed(id, by, 'steer');
    if (!found.done) return found;
    const { task } = found;
    if (!hears(task)) return { done: false, asked: 'steer', why: 'too late', task };
    const note = await store.addNote(id, task.attempt, key, { by, at: now(), words: harmless(words) });
    const current = await recorder.record(id, (seen) =>
      seen.attempt === task.attempt && hears(seen) ? [{ type: 'note.taken', by, note }] : [],
    );
    if (current.attempt === task.attempt && hears(current)) return { done: true, task: current };
    return { done: false, asked: 'steer', why: 'too late', task: current };
  };

  return {
    cancel: async (id, by) => {
      const found = await allowed(id, by, 'cancel');
      if (!found.done) return found;
      const task = await recorder.record(id, (current) =>
        hasEnded(current) || current.status === 'cancelling' ? [] : [{ type: 'cancel.asked', by }],
      );
      if (task.status === 'cancelling' || task.status === 'cancelled') return { done: true, task };
      return { done: false, asked: 'cancel', why: 'too late', task };
    },

    retry: async (id, by, attempt) => {
      const found = await allowed(id, by, 'retry');
      if (!found.done) return found;
      const { task } = found;
      const looked = attempt ?? task.attempt;
      // The button was pressed twice, or somebody else was faster: the attempt they want is there.
      if (task.attempt > looked) return found;
      if (!hasEnded(task)) return { done: false, asked: 'retry', why: 'too early', task };
      if (!mayRetry(task)) {
        // Somebody may have pushed since, and that nobody has checked: then the card says so soon, and offers it.
        void needs.look(task);
        return { done: false, asked: 'retry', why: 'too late', task };
      }
      await stopExecutions(runner, task);
      const opened = await recorder.record(id, (current) =>
        current.attempt === looked && mayRetry(current) ? [{ type: 'attempt.opened', next: 'retry', by }] : [],
      );
      await queue.enqueue({ task: id, attempt: opened.attempt });
      return { done: true, task: opened };
    },

    followUp: async (id, by, { words, key, attempt }) => {
      const found = await allowed(id, by, 'follow up');
      if (!found.done) return found;
      const asked = harmless(words);
      const looked = attempt ?? found.task.attempt;
      const isDue = (task: Task): boolean => task.attempt === looked && hasEnded(task);
      if (isDue(found.task)) await Promise.all(found.task.executions.map((execution) => runner.stop(execution)));
      const opened = await recorder.record(id, (current) =>
        isDue(current) ? [{ type: 'attempt.opened', next: 'follow_up', by, words: asked }] : [],
      );
      const isTheirs = opened.followUps?.some(
        (each) => each.attempt === looked + 1 && each.by.id === by.id && each.words === asked,
      );
      if (!isTheirs) return steer(id, by, words, key);
      await queue.enqueue({ task: id, attempt: opened.attempt });
      return { done: true, task: opened };
    },

    steer,
  };
}

/** Whether an agent works on it, or will: once its work is being pushed, it hears nothing any more. */
const hears = (task: Task): boolean => !hasEnded(task) && task.status !== 'cancelling' && task.status !== 'finalizing';
