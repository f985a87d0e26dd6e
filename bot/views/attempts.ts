import type { CheckRun, Evidence } from '#shared/task/evidence.ts';
import { lessonsOf } from '#shared/task/learned.ts';
import type { Start } from '#shared/task/reuse.ts';
import type { Usage } from '#shared/task/step.ts';
import {
  type FollowUp,
  hasEnded,
  type PastAttempt,
  type Person,
  type PullRequestLink,
  type Task,
} from '#shared/task/task.ts';

/** One attempt as the thread tells it: the same way while it is the last one and after another has begun. */
export interface Attempt {
  readonly number: number;
  readonly baseline?: readonly CheckRun[];
  /** Once it is settled: while fix rounds may follow, there is none to tell of. */
  readonly evidence?: Evidence;
  readonly end?: PastAttempt['end'];
  readonly tookMs?: number;
  readonly usage: Usage;
  /** What opened it, when that was more than the first request; and where it started from, once that is known. */
  readonly opened?: { readonly next: PastAttempt['next']; readonly by?: Person; readonly followUp?: FollowUp };
  readonly start?: Start;
  /** What its agent wants later tasks to know, where that was kept. */
  readonly lessons?: readonly string[];
  readonly pullRequest?: PullRequestLink;
  /** Why another attempt followed; absent for the last one. */
  readonly followed?: { readonly next: PastAttempt['next']; readonly by?: Person };
}

/** All attempts of a task that the record can still tell of, oldest first. */
export const attemptsOf = (task: Task): readonly Attempt[] =>
  [...task.past.map(pastAttempt), currentAttempt(task)].map((attempt, index) => {
    const before = task.past[index - 1];
    return before ? { ...attempt, opened: openedBy(before, task) } : attempt;
  });

function openedBy({ attempt, next, by }: PastAttempt, { followUps }: Task): NonNullable<Attempt['opened']> {
  const followUp = followUps?.find((each) => each.attempt === attempt + 1);
  return { next, ...(by && { by }), ...(followUp && { followUp }) };
}

/** The evidence that counts for the attempt: of the commit that was granted its push, or else the latest. */
export const evidenceOf = (task: Task): Evidence | undefined =>
  'evidence' in task ? task.evidence : task.work.evidence;

function pastAttempt(past: PastAttempt): Attempt {
  const { attempt, end, evidence, lessons, startedAt, endedAt, usage, start, pullRequest, next, by } = past;
  return {
    number: attempt,
    end,
    usage,
    ...(start && { start }),
    ...(pullRequest && { pullRequest }),
    ...(evidence && { evidence }),
    ...(lessons && { lessons }),
    tookMs: endedAt - startedAt,
    followed: { next, ...(by && { by }) },
  };
}

function currentAttempt(task: Task): Attempt {
  const evidence = task.status === 'running' ? undefined : evidenceOf(task);
  return {
    number: task.attempt,
    usage: task.work.usage,
    ...(task.work.start && { start: task.work.start }),
    ...(task.pullRequest && { pullRequest: task.pullRequest }),
    ...(task.work.baseline && { baseline: task.work.baseline }),
    ...(evidence && { evidence }),
    ...(task.status === 'succeeded' && { lessons: lessonsOf(task.work) }),
    ...(hasEnded(task) && { end: task, tookMs: task.changedAt - task.startedAt }),
  };
}
