import type { Fact } from './events.ts';
import { lessonsOf } from './learned.ts';
import type { EndedTask, PastAttempt } from './task.ts';

export type AttemptOpened = Extract<Fact, { type: 'attempt.opened' }>;

/** What is remembered of an attempt once the next one is opened. */
export function pastOf(task: EndedTask, fact: AttemptOpened): PastAttempt {
  const lessons = task.status === 'succeeded' ? lessonsOf(task.work) : [];
  return {
    attempt: task.attempt,
    startedAt: task.startedAt,
    endedAt: task.changedAt,
    end: howItEnded(task),
    usage: task.work.usage,
    ...(task.work.evidence && { evidence: task.work.evidence }),
    ...(lessons.length > 0 && { lessons }),
    ...(task.pullRequest && { pullRequest: task.pullRequest }),
    ...(task.work.start && { start: task.work.start }),
    ...(task.work.baselineSource && { baselineSource: task.work.baselineSource }),
    next: fact.next,
    ...(fact.by && { by: fact.by }),
  };
}

function howItEnded(task: EndedTask): PastAttempt['end'] {
  switch (task.status) {
    case 'rejected':
      return { status: 'rejected', checks: task.checks };
    case 'failed':
      return { status: 'failed', failure: task.failure };
    case 'cancelled':
      return { status: 'cancelled', by: task.by, tookMs: task.tookMs };
    case 'succeeded':
      return { status: 'succeeded', evidence: task.evidence };
    default:
      return task satisfies never;
  }
}
