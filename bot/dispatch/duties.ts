import type { Failure } from '#shared/task/failure.ts';
import type { Policy } from '#shared/task/policy.ts';
import type { Moment, Task, TaskIn } from '#shared/task/task.ts';
import type { Timing } from '../timing.ts';
import { CAPABILITY_MS } from './dispatch.ts';

/** What the bot owes a task now, beside showing it. */
export type Duty =
  | { readonly do: 'dispatch' }
  | { readonly do: 'stop executions' }
  | { readonly do: 'prove cancelled' }
  | { readonly do: 'give up gap'; readonly gap: { from: number; to: number } }
  | { readonly do: 'look for branch' }
  | { readonly do: 'declare failed'; readonly failure: Failure }
  | { readonly do: 'open pull request' }
  | { readonly do: 'remember' }
  | { readonly do: 'tell GitHub' }
  | { readonly do: 'try again' }
  | { readonly do: 'free' };

/** What was seen of the world when the task was looked at. */
export interface Seen {
  readonly now: Moment;
  /** `unknown`: nobody looked. */
  readonly executions: 'none' | 'running' | 'gone' | 'unknown';
  /** When every execution was first seen gone. */
  readonly goneSince?: Moment;
  /** Whether some execution holds the attempt's lease, and since when this bot has been there to renew it. */
  readonly lease: 'held' | 'lapsed' | 'never';
  readonly servingSince: Moment;
  readonly gap?: { readonly from: number; readonly to: number };
}

export interface Rules {
  readonly timing: Timing;
  readonly policy: Pick<Policy, 'limits'>;
}

/** Pure: everything the sweep decides, as a function of the record and of what was seen. */
export function dutiesOf(task: Task, seen: Seen, rules: Rules): readonly Duty[] {
  switch (task.status) {
    case 'queued':
      return isStale(task, seen, rules) ? [{ do: 'dispatch' }] : [];
    case 'admitting':
      return untilStarted(task, seen, rules);
    case 'starting':
      return whileStarting(task, seen, rules);
    case 'running':
      return whileWorking(task, seen, rules);
    case 'finalizing':
      return task.pushed ? [{ do: 'open pull request' }] : whileWorking(task, seen, rules);
    case 'cancelling':
      return whileCancelling(task, seen, rules);
    default:
      return afterTheEnd(task, seen, rules);
  }
}

const isStale = (task: Task, { now }: Seen, { timing }: Rules): boolean => now - task.changedAt >= timing.requeueMs;

/** Deliveries are tried again, but nobody waits for ever without a word. Time counts only while a bot was there to try. */
function untilStarted(task: TaskIn<'admitting' | 'starting'>, seen: Seen, rules: Rules): readonly Duty[] {
  const triedMs = seen.now - Math.max(task.changedAt, seen.servingSince);
  // What was started and never heard of ends now, not at its claim; but the thread hears of the failure first.
  if (triedMs >= CAPABILITY_MS) return [{ do: 'declare failed', failure: NOT_STARTED }, { do: 'stop executions' }];
  return isStale(task, seen, rules) ? [{ do: 'dispatch' }] : [];
}

function whileStarting(task: TaskIn<'starting'>, seen: Seen, rules: Rules): readonly Duty[] {
  if (task.executions.length === 0) return untilStarted(task, seen, rules);
  if (goneFor(seen, rules.timing.goneMs)) return [{ do: 'declare failed', failure: LOST }];
  const neverClaimed = seen.executions === 'running' && seen.now - task.changedAt > CAPABILITY_MS;
  return neverClaimed ? [{ do: 'stop executions' }] : [];
}

function whileWorking(task: TaskIn<'running' | 'finalizing'>, seen: Seen, rules: Rules): readonly Duty[] {
  if (seen.executions === 'running') return hangs(seen, rules) ? [{ do: 'stop executions' }] : [];
  if (seen.gap) return goneFor(seen, rules.timing.gapMs) ? [{ do: 'give up gap', gap: seen.gap }] : [];
  if (!goneFor(seen, rules.timing.goneMs)) return [];
  return task.status === 'finalizing' ? [{ do: 'look for branch' }] : [{ do: 'declare failed', failure: LOST }];
}

/** Lease time counts only while a bot was there to renew it. */
function hangs({ lease, now, servingSince }: Seen, { timing }: Rules): boolean {
  return lease === 'lapsed' && now - servingSince >= timing.leaseMs;
}

function whileCancelling(task: TaskIn<'cancelling'>, seen: Seen, rules: Rules): readonly Duty[] {
  if (goneFor(seen, rules.timing.goneMs)) return [{ do: 'prove cancelled' }];
  const askedLongAgo = seen.now - task.changedAt >= rules.timing.cancelMs;
  // One of which the record knows nothing may have been started nevertheless.
  const isUnclaimed = task.executions.length === 0 || seen.lease === 'never';
  return askedLongAgo || isUnclaimed ? [{ do: 'stop executions' }, { do: 'prove cancelled' }] : [];
}

function afterTheEnd(task: Task, seen: Seen, rules: Rules): readonly Duty[] {
  const duties: Duty[] = [{ do: 'free' }, { do: 'remember' }];
  if (!isToldToGitHub(task)) duties.push({ do: 'tell GitHub' });
  if (seen.executions === 'running' && isStale(task, seen, rules)) duties.push({ do: 'stop executions' });
  if (deservesAnother(task, rules)) duties.push({ do: 'try again' });
  return duties;
}

/** The evidence stands on the commit as a check run, and whoever looks at it knows when the branch went on. */
function isToldToGitHub(task: Task): boolean {
  return task.status !== 'succeeded' || (task.told !== undefined && task.told.movedTo === task.movedTo);
}

function deservesAnother(task: Task, { policy }: Rules): boolean {
  const automatic = task.past.filter(({ next }) => next === 'automatic').length;
  return task.status === 'failed' && task.failure.whose === 'transient' && automatic < policy.limits.automatic_retries;
}

function goneFor({ executions, goneSince, now }: Seen, ms: number): boolean {
  return executions === 'gone' && goneSince !== undefined && now - goneSince >= ms;
}

export const LOST: Failure = {
  code: 'worker_lost',
  words: 'The worker disappeared in the middle of its work.',
  whose: 'transient',
  remedy: 'Retry; nothing was pushed.',
};

const NOT_STARTED: Failure = {
  code: 'not_started',
  words: 'The work could not be started, although I kept trying.',
  whose: 'service',
  remedy: 'Retry later; if it happens again, send the task id to whoever runs this bot.',
};
