import type { JobRunner, TaskStore } from '#shared/ports.ts';
import type { BotFact } from '#shared/task/events.ts';
import { TaskError, toFailure } from '#shared/task/failure.ts';
import type { Policy } from '#shared/task/policy.ts';
import type { Moment, Task, TaskId } from '#shared/task/task.ts';
import type { Recorder } from '../events/record.ts';
import { type AdmissionNeeds, admit, type Candidate, isAdmitted } from './admission.ts';
import type { Rights } from './rights.ts';
import { isWaiting, slotsFor } from './slots.ts';

interface Needs {
  readonly store: TaskStore;
  readonly recorder: Recorder;
  readonly runner: JobRunner;
  readonly rights: Rights;
  readonly policy: Policy;
  readonly admission: AdmissionNeeds;
  readonly channelName: (channel: string) => Promise<string | undefined>;
  readonly now: () => Moment;
}

/** How long a started execution has to make its one claim. */
export const CAPABILITY_MS = 15 * 60_000;

/**
 * Takes one delivery of the queue from admission to a started execution. Deliveries repeat: whatever is true already is
 * left as it is, whatever a crash left half done is done again.
 */
export function createDispatch(needs: Needs): (work: { task: TaskId; attempt: number }) => Promise<void> {
  const { store, recorder, runner, rights, policy, now } = needs;

  async function decide(task: Task): Promise<Task> {
    // Who waits goes through admission again with a slot in hand, not for a look: its card would never come to rest.
    if (isWaiting(task) && !(await store.takeSlots(task.id, slotsFor(task, policy)))) return task;
    const admitting = await recorder.record(task.id, ({ status }) =>
      status === 'queued' ? [{ type: 'admission.started' }] : [],
    );
    if (admitting.status !== 'admitting') return admitting;
    const verdict = await judge(admitting);
    // Slots taken for nothing, because it was asked to stop meanwhile, are given back with all others when it has ended.
    return recorder.record(task.id, ({ status, attempt }) =>
      status === 'admitting' && attempt === task.attempt ? [verdict] : [],
    );
  }

  async function judge(task: Task): Promise<BotFact> {
    const checks = [...(await admit(await candidateOf(task), needs.admission))];
    if (!isAdmitted(checks)) return { type: 'admission.refused', checks };
    const free = await store.takeSlots(task.id, slotsFor(task, policy));
    return { type: free ? 'admission.passed' : 'admission.deferred', checks };
  }

  async function candidateOf({ request, requester, thread }: Task): Promise<Candidate> {
    const name = await needs.channelName(thread.channel);
    return { request, requester, channel: { id: thread.channel, ...(name && { name }) } };
  }

  async function start(task: Task): Promise<void> {
    for (const execution of await launch(task)) await note(task, execution);
  }

  /** The name of an execution is stored before anything else happens: cancel has to have something to hold. */
  async function note(task: Task, execution: string): Promise<void> {
    const started = await recorder.record(task.id, ({ attempt, executions }) =>
      attempt === task.attempt && !executions.includes(execution) ? [{ type: 'execution.started', execution }] : [],
    );
    const wanted =
      started.attempt === task.attempt && started.executions.includes(execution) && started.status !== 'cancelling';
    if (!wanted) await runner.stop(execution);
  }

  /** What will not pass by itself ends the attempt: trying again and again would keep its thread silent. */
  async function launch({ id, attempt }: Task): Promise<readonly string[]> {
    try {
      // An earlier delivery may have died before it could note down what it started, or never have heard of it.
      const found = await runner.find({ task: id, attempt });
      if (found.length > 0) return found;
      const capability = rights.capability(id, attempt, now() + CAPABILITY_MS);
      return [await runner.start({ task: id, attempt, capability })];
    } catch (error) {
      if (!(error instanceof TaskError) || error.whose === 'transient') throw error;
      await recorder.record(id, (task) =>
        task.status === 'starting' && task.attempt === attempt
          ? [{ type: 'attempt.failed', failure: toFailure(error) }]
          : [],
      );
      return [];
    }
  }

  return async (work) => {
    const stored = await store.read(work.task);
    if (!stored || stored.task.attempt !== work.attempt) return;
    const task = await decide(stored.task);
    if (task.status === 'starting' && task.executions.length === 0) await start(task);
  };
}
