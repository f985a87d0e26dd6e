import { branchAt, withTold } from './aftermath.ts';
import type { BotFact, Fact, TaskEvent } from './events.ts';
import type { Failure } from './failure.ts';
import { type AttemptOpened, pastOf } from './past.ts';
import { NO_USAGE } from './step.ts';
import {
  branchOf,
  type EndedTask,
  type FollowUp,
  hasEnded,
  type Moment,
  type Person,
  type State,
  type Status,
  type Task,
  type TaskId,
  type TaskRequest,
  type Thread,
} from './task.ts';
import { learn } from './work.ts';

export type FactType = Fact['type'];

const LIVE = [
  'cancel.asked',
  'attempt.failed',
  'execution.started',
  'gap.lost',
] as const satisfies readonly BotFact['type'][];
const WORKER = [
  'worker.ready',
  'step.started',
  'step.ended',
  'context.gathered',
  'workspace.ready',
  'baseline.measured',
  'agent.said',
  'agent.acted',
  'note.heard',
  'change.committed',
  'evidence.gathered',
  'attempt.ended',
] as const satisfies readonly FactType[];

/** The lifecycle as a table: which facts move or inform a task in each status. Any other fact changes nothing. */
export const ACCEPTS: Readonly<Record<Status, readonly FactType[]>> = {
  queued: [...LIVE, 'admission.started'],
  admitting: [...LIVE, 'admission.deferred', 'admission.passed', 'admission.refused'],
  rejected: ['attempt.opened'],
  starting: [...LIVE, 'start.chosen', 'execution.claimed'],
  running: [...LIVE, ...WORKER, 'push.granted'],
  cancelling: [...WORKER, 'attempt.failed', 'execution.started', 'gap.lost', 'cancel.proved', 'pull_request.opened'],
  finalizing: [...LIVE, ...WORKER, 'branch.found', 'pull_request.opened'],
  succeeded: ['attempt.opened', 'branch.moved', 'evidence.told'],
  failed: ['attempt.opened', 'pull_request.opened'],
  cancelled: ['attempt.opened', 'pull_request.opened'],
};

export interface Birth {
  readonly id: TaskId;
  readonly request: TaskRequest;
  readonly requester: Person;
  readonly thread: Thread;
  readonly at: Moment;
}

/** A task as it is born: queued, first attempt. */
export function submitted(birth: Birth): Task {
  const { at, ...what } = birth;
  return {
    ...what,
    ...freshAttempt(1, at),
    createdAt: at,
    changedAt: at,
    past: [],
    status: 'queued',
  };
}

/**
 * The one way a record changes. Pure. A fact of another attempt, a worker event that is not the next in `seq`, and a
 * fact the status does not accept give the same task back, so that repeated and late deliveries cannot spoil it; only
 * the count of worker events goes on, so that what comes after one without effect is still the next.
 */
export function advance(task: Task, event: TaskEvent): Task {
  if (event.attempt !== task.attempt) return task;
  if ('seq' in event && event.seq !== task.folded + 1) return task;
  const counted = 'seq' in event ? { ...task, folded: event.seq } : task;
  if (!ACCEPTS[task.status].includes(event.fact.type)) return counted;
  return move(withWork(counted, learn(counted.work, event.fact)), event.fact, event.at);
}

const withWork = (task: Task, work: Task['work']): Task => (work === task.work ? task : { ...task, work });

function move(task: Task, fact: Fact, at: Moment): Task {
  switch (fact.type) {
    case 'admission.started':
      return enter(task, at, { status: 'admitting' });
    case 'admission.deferred':
      return { ...enter(task, at, { status: 'queued' }), admission: fact.checks };
    case 'admission.passed':
      return { ...enter(task, at, { status: 'starting' }), admission: fact.checks };
    case 'admission.refused':
      return { ...enter(task, at, { status: 'rejected', checks: fact.checks }), admission: fact.checks };
    case 'execution.started':
      return withExecution(task, fact.execution);
    case 'execution.claimed':
      return enter(withExecution(task, fact.execution), at, { status: 'running', step: 'hydrate' });
    case 'step.started':
      return task.status === 'running' ? enter(task, at, { status: 'running', step: fact.step }) : task;
    case 'push.granted':
      return grantPush(task, fact.head, at);
    case 'branch.found':
      return task.status === 'finalizing' && task.head === fact.head ? pushed(task) : task;
    case 'pull_request.opened':
      return openPullRequest(task, fact, at);
    case 'branch.moved':
      return branchAt(task, fact.head);
    case 'evidence.told':
      return withTold(task, fact);
    case 'cancel.asked':
      return enter(task, at, { status: 'cancelling', by: fact.by });
    case 'cancel.proved':
      return task.status === 'cancelling' ? cancelled(task, at) : task;
    case 'attempt.failed':
      return fail(task, fact.failure, at);
    case 'gap.lost':
      return fact.from === task.folded + 1 ? { ...task, folded: fact.to } : task;
    case 'attempt.ended':
      return end(task, fact.outcome, at);
    case 'attempt.opened':
      return hasEnded(task) ? reopen(task, fact, at) : task;
    default:
      // What only informs was learned already, or belongs to the log alone.
      return task;
  }
}

/** The common part stays, the state is replaced whole, so that nothing of the old one lingers. */
function enter(task: Task, at: Moment, state: State): Task {
  const { id, request, requester, thread, createdAt, attempt, startedAt, executions, folded, work, past } = task;
  return {
    ...{ id, request, requester, thread, createdAt, attempt, startedAt, executions, folded, work, past },
    ...(task.admission && { admission: task.admission }),
    ...(task.branch && { branch: task.branch }),
    ...(task.pullRequest && { pullRequest: task.pullRequest }),
    ...(task.followUps && { followUps: task.followUps }),
    changedAt: at,
    ...state,
  };
}

function withExecution(task: Task, execution: string): Task {
  return task.executions.includes(execution) ? task : { ...task, executions: [...task.executions, execution] };
}

/** Only work whose evidence is known, at just that commit, may be pushed. */
function grantPush(task: Task, head: string, at: Moment): Task {
  const { evidence } = task.work;
  return evidence?.head === head ? enter(task, at, { status: 'finalizing', head, evidence, pushed: false }) : task;
}

type AttemptEnded = Extract<Fact, { type: 'attempt.ended' }>;

function end(task: Task, outcome: AttemptEnded['outcome'], at: Moment): Task {
  switch (outcome.end) {
    case 'pushed':
      if (task.status === 'cancelling') return cancelled(withBranch(task), at);
      return task.status === 'finalizing' && task.head === outcome.head ? pushed(task) : task;
    case 'failed':
      return fail(task, outcome.failure, at);
    case 'stopped':
      return fail(task, INTERRUPTED, at);
    default:
      return outcome satisfies never;
  }
}

/** An attempt that ends while it is being stopped was stopped, whatever it died of. */
function fail(task: Task, failure: Failure, at: Moment): Task {
  return task.status === 'cancelling' ? cancelled(task, at) : enter(task, at, { status: 'failed', failure });
}

const INTERRUPTED = {
  code: 'worker_interrupted',
  words: 'The machine that did the work was shut down before it was done.',
  whose: 'transient',
  remedy: 'Retry; nothing was pushed.',
} as const satisfies Failure;

const withBranch = (task: Task): Task => ({ ...task, branch: branchOf(task.id) });

function pushed(task: Extract<Task, { status: 'finalizing' }>): Task {
  return { ...task, branch: branchOf(task.id), pushed: true };
}

/** A pull request that was opened is a fact, even when the attempt was cancelled or given up meanwhile. */
function openPullRequest(task: Task, fact: Extract<Fact, { type: 'pull_request.opened' }>, at: Moment): Task {
  const { number, url, draft, missing = [] } = fact;
  const pullRequest = { number, url, draft, ...(missing.length > 0 && { missing }) };
  const opened = { ...task, pullRequest };
  if (task.status !== 'finalizing') return opened;
  return enter(opened, at, { status: 'succeeded', evidence: task.evidence, pullRequest });
}

function cancelled(task: Task, at: Moment): Task {
  if (task.status !== 'cancelling') return task;
  return enter(task, at, { status: 'cancelled', by: task.by, tookMs: Math.max(0, at - task.changedAt) });
}

function reopen(task: EndedTask, fact: AttemptOpened, at: Moment): Task {
  const { admission: _, ...kept } = enter(task, at, { status: 'queued' });
  const followUps = [...(task.followUps ?? []), ...followUpOf(task, fact, at)];
  return {
    ...kept,
    ...freshAttempt(task.attempt + 1, at),
    past: [...task.past, pastOf(task, fact)],
    ...(followUps.length > 0 && { followUps }),
  } as Task;
}

function followUpOf({ attempt }: Task, { by, words }: AttemptOpened, at: Moment): readonly FollowUp[] {
  return by && words ? [{ attempt: attempt + 1, by, at, words }] : [];
}

function freshAttempt(attempt: number, at: Moment) {
  return { attempt, startedAt: at, executions: [], folded: 0, work: { steps: [], usage: NO_USAGE } } as const;
}
