import type { protos } from '@google-cloud/tasks';
import { millisecondsOf } from '../durations.ts';

export interface RetryRules {
  /** -1: as many as it takes. */
  readonly maxAttempts: number;
  /** 0: for as long as it takes. */
  readonly maxRetryMs: number;
  readonly minBackoffMs: number;
  readonly maxBackoffMs: number;
  readonly maxDoublings: number;
}

/** A queue's own rules, and Cloud Tasks' where it has none. */
export function retryRulesOf(config: protos.google.cloud.tasks.v2.IRetryConfig | null | undefined): RetryRules {
  return {
    maxAttempts: config?.maxAttempts || 100,
    maxRetryMs: millisecondsOf(config?.maxRetryDuration) ?? 0,
    minBackoffMs: millisecondsOf(config?.minBackoff) ?? 100,
    maxBackoffMs: millisecondsOf(config?.maxBackoff) ?? 3_600_000,
    maxDoublings: config?.maxDoublings || 16,
  };
}

/** The pause after so many attempts: doubled so many times, from then on growing evenly, to the longest there is. */
export function pauseAfter(attempts: number, { minBackoffMs, maxBackoffMs, maxDoublings }: RetryRules): number {
  const doublings = Math.min(attempts - 1, maxDoublings);
  const steps = attempts - doublings;
  return Math.min(maxBackoffMs, minBackoffMs * 2 ** doublings * steps);
}

/** Whether a task that failed is given up and deleted. Where there are both bounds, both must have been passed. */
export function isGivenUp(
  tried: { attempts: number; forMs: number },
  { maxAttempts, maxRetryMs }: RetryRules,
): boolean {
  return maxAttempts > 0 && tried.attempts >= maxAttempts && tried.forMs >= maxRetryMs;
}
