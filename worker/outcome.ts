import type { WorkerFact } from '#shared/task/events.ts';
import { TaskError, toFailure } from '#shared/task/failure.ts';
import { clip } from '#shared/text/clip.ts';
import { oneLine } from '#shared/text/escape.ts';
import { GitError } from './git.ts';
import { Stopped } from './stop.ts';

export type Outcome = Extract<WorkerFact, { type: 'attempt.ended' }>['outcome'];

/** How an attempt that could not go on has ended. `signal`: what was to stop it, if anything was. */
export function outcomeOf(error: unknown, signal: AbortSignal): Outcome {
  const reason: unknown = signal.aborted ? signal.reason : error;
  if (!(reason instanceof Stopped)) return { end: 'failed', failure: toFailure(named(reason)) };
  return reason.why === 'lease_lost' ? { end: 'failed', failure: toFailure(leaseLost(reason)) } : { end: 'stopped' };
}

/** Problems that can come from anywhere. */
function named(error: unknown): unknown {
  if (isDiskFull(error)) return diskFull(error);
  return error instanceof GitError ? gitFailed(error) : error;
}

/** Programs tell it in words, the file system by a code. */
function isDiskFull(error: unknown): boolean {
  if (error instanceof GitError) return error.complaint.includes('No space left on device');
  if (!(error instanceof Error)) return false;
  const said = 'stderr' in error ? String(error.stderr) : '';
  return ('code' in error && error.code === 'ENOSPC') || said.includes('No space left on device');
}

function diskFull(cause: unknown): TaskError {
  return new TaskError('disk_full', 'The disk of the machine that does the work is full.', {
    whose: 'service',
    remedy: 'Whoever runs this bot has to make room, or give workers a bigger disk. Then retry.',
    cause,
  });
}

function gitFailed(cause: GitError): TaskError {
  return new TaskError('git_failed', `Git could not do its part: ${clip(oneLine(cause.complaint), 500)}`, {
    whose: 'service',
    remedy: 'Retry once; if it happens again, send the task id to whoever runs this bot.',
    cause,
  });
}

function leaseLost(cause: Stopped): TaskError {
  return new TaskError('lease_lost', 'The worker lost touch with the bot for so long that it had to stop.', {
    whose: 'transient',
    remedy: 'Retry; nothing was pushed.',
    cause,
  });
}
