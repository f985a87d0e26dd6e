import type { JobRunner, RepoHost, TaskEventsReader, TaskQueue, TaskStore } from '#shared/ports.ts';
import type { BotFact } from '#shared/task/events.ts';
import { TaskError, toFailure } from '#shared/task/failure.ts';
import { branchOf, hasEnded, type Moment, type Task, type TaskId } from '#shared/task/task.ts';
import { gapBefore } from '../events/fold.ts';
import type { Recorder } from '../events/record.ts';
import type { Logger } from '../log.ts';
import { type Duty, dutiesOf, LOST, type Rules, type Seen } from './duties.ts';
import { isWaiting } from './slots.ts';
import { stopExecutions } from './stop-executions.ts';

interface Needs extends Rules {
  readonly store: TaskStore;
  readonly queue: TaskQueue;
  readonly recorder: Recorder;
  readonly runner: JobRunner;
  readonly events: Pick<TaskEventsReader, 'retire'>;
  readonly host: Pick<RepoHost, 'head'>;
  readonly openPullRequest: (task: Task) => Promise<void>;
  readonly remember: (task: Task) => Promise<void>;
  readonly tellGitHub: (task: Task) => Promise<void>;
  readonly revokeTokens: (id: TaskId) => Promise<void>;
  readonly log: Logger;
  readonly now: () => Moment;
}

/** Does what the bot owes a task. */
export type Attend = (id: TaskId, look: Look) => Promise<void>;

/** `change`: right after a change, without asking after executions. `sweep`: with a look at the world. */
type Look = 'change' | 'sweep';

/** One task is attended once at a time; asking again meanwhile makes it be looked at again afterwards. */
export function createAttend(needs: Needs): Attend {
  const underway = new Map<TaskId, { again?: Look }>();
  const act = createActs(needs);
  const see = createSight(needs);

  async function once(id: TaskId, look: Look): Promise<void> {
    const stored = await needs.store.read(id);
    if (!stored) return;
    for (const duty of dutiesOf(stored.task, await see(stored.task, look), needs)) await act(stored.task, duty);
  }

  return async function attend(id, look) {
    const running = underway.get(id);
    if (running) {
      running.again = running.again === 'sweep' ? 'sweep' : look;
      return;
    }
    const mine: { again?: Look } = {};
    underway.set(id, mine);
    try {
      await once(id, look);
    } catch (error) {
      // Nothing is lost by going on: what is owed is derived from the record, and the next sweep owes it again.
      needs.log.error('attend.failed', error, { task: id });
    } finally {
      underway.delete(id);
    }
    if (mine.again) await attend(id, mine.again);
  };
}

function createSight({ store, runner, now }: Needs) {
  const servingSince = now();
  const goneSince = new Map<string, Moment>();

  async function executionsOf(task: Task): Promise<'none' | 'running' | 'gone'> {
    if (task.executions.length === 0) return 'none';
    const states = await Promise.all(task.executions.map((execution) => runner.state(execution)));
    return states.includes('running') ? 'running' : 'gone';
  }

  async function leaseOf({ id, attempt }: Task): Promise<Seen['lease']> {
    const lease = await store.holderOf(`attempt ${id}/${attempt}`);
    if (!lease) return 'never';
    return lease.until > now() ? 'held' : 'lapsed';
  }

  return async (task: Task, look: Look): Promise<Seen> => {
    const lease = await leaseOf(task);
    if (look === 'change') return { now: now(), executions: 'unknown', lease, servingSince };
    const executions = await executionsOf(task);
    const attempt = `${task.id}/${task.attempt}`;
    if (executions !== 'gone' || hasEnded(task)) goneSince.delete(attempt);
    else if (!goneSince.has(attempt)) goneSince.set(attempt, now());
    const since = goneSince.get(attempt);
    const gap = gapBefore(task, await store.held(task.id, task.attempt));
    return {
      now: now(),
      executions,
      lease,
      servingSince,
      ...(since !== undefined && { goneSince: since }),
      ...(gap && { gap }),
    };
  };
}

function createActs(needs: Needs) {
  const { store, queue, recorder, runner, log } = needs;

  /** What was decided on an older look at the task holds only while its status is still the one that was seen. */
  const recordIfStill = (seen: Task, fact: BotFact): Promise<Task> =>
    recorder.record(seen.id, ({ attempt, status }) =>
      attempt === seen.attempt && status === seen.status ? [fact] : [],
    );

  async function openPullRequest(task: Task): Promise<void> {
    try {
      await needs.openPullRequest(task);
    } catch (error) {
      if (error instanceof TaskError && error.whose === 'transient') throw error;
      log.error('pull_request.failed', error, { task: task.id });
      await recordIfStill(task, { type: 'attempt.failed', failure: toFailure(error) });
    }
  }

  /** Before an attempt is declared lost at the very end, GitHub is asked whether its push became true. */
  async function lookForBranch(task: Task): Promise<void> {
    if (task.status !== 'finalizing') return;
    const found = await needs.host.head(task.request.repository, branchOf(task.id));
    const fact: BotFact =
      found === task.head ? { type: 'branch.found', head: task.head } : { type: 'attempt.failed', failure: LOST };
    await recordIfStill(task, fact);
  }

  /** Slots first: they wait for nobody, and GitHub may be away. The next attempt keeps those it finds. */
  async function free(task: Task): Promise<void> {
    const current = (await store.read(task.id))?.task;
    if (current?.attempt === task.attempt && (await store.giveSlots(task.id))) await wakeNext();
    await needs.events.retire(task.id, task.attempt);
    await needs.revokeTokens(task.id);
  }

  /** Whoever has waited longest for a slot tries again. */
  async function wakeNext(): Promise<void> {
    const waiting = (await store.unsettled()).filter(isWaiting).sort((a, b) => a.startedAt - b.startedAt);
    for (const { id, attempt } of waiting.slice(0, needs.policy.limits.running))
      await queue.enqueue({ task: id, attempt });
  }

  async function tryAgain(task: Task): Promise<void> {
    await stopExecutions(runner, task);
    const opened = await recordIfStill(task, { type: 'attempt.opened', next: 'automatic' });
    await queue.enqueue({ task: task.id, attempt: opened.attempt });
  }

  return async (task: Task, duty: Duty): Promise<void> => {
    switch (duty.do) {
      case 'dispatch':
        return queue.enqueue({ task: task.id, attempt: task.attempt });
      case 'stop executions':
        return stopExecutions(runner, task);
      case 'prove cancelled':
        return void (await recordIfStill(task, { type: 'cancel.proved' }));
      case 'give up gap':
        await recordIfStill(task, { type: 'gap.lost', ...duty.gap });
        return void (await recorder.fold(task.id, []));
      case 'look for branch':
        return lookForBranch(task);
      case 'declare failed':
        return void (await recordIfStill(task, { type: 'attempt.failed', failure: duty.failure }));
      case 'open pull request':
        return openPullRequest(task);
      case 'remember':
        return needs.remember(task);
      case 'tell GitHub':
        return needs.tellGitHub(task);
      case 'try again':
        return tryAgain(task);
      case 'free':
        return free(task);
      default:
        return duty satisfies never;
    }
  };
}
