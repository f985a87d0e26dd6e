import { setTimeout as sleep } from 'node:timers/promises';
import { TaskError } from '#shared/task/failure.ts';

/** A failure that passes by itself: the other side was away, busy, or restarted in the middle of an answer. */
export class Unreachable extends TaskError {
  constructor(words: string, cause: unknown) {
    super('unreachable', words, { whose: 'transient', remedy: 'Retry in a few minutes.', cause });
  }
}

interface Patience {
  readonly signal: AbortSignal;
  /** As often as the signal allows, when absent. */
  readonly tries?: number;
  readonly random?: () => number;
}

/** Tries again, after growing pauses, for as long as the other side cannot be reached. */
export async function patiently<T>(act: () => Promise<T>, patience: Patience): Promise<T> {
  const { signal, tries = Number.POSITIVE_INFINITY, random = Math.random } = patience;
  for (let tried = 1; ; tried += 1) {
    signal.throwIfAborted();
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Unreachable) || tried >= tries) throw error;
    }
    await sleep(pauseMs(tried, random), undefined, { signal });
  }
}

const FIRST_MS = 100;
const LONGEST_MS = 2_000;

/** A little different for everybody, so that those who wait do not come back together. */
function pauseMs(tried: number, random: () => number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** (tried - 1)) * (0.5 + random() / 2);
}
