import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskError } from '#shared/task/failure.ts';

/** A call that may do better later. */
export class Later extends Error {
  /** When the other side said; otherwise each wait is twice the one before. */
  readonly afterMs: number | undefined;
  /** What the person is told when later was no better. */
  readonly problem: TaskError;

  constructor(problem: TaskError, afterMs?: number) {
    super(problem.message, { cause: problem });
    this.name = 'Later';
    this.problem = problem;
    this.afterMs = afterMs;
  }
}

export interface Patience {
  readonly tries: number;
  readonly firstWaitMs: number;
  /** Nobody is waited for longer than this, whatever they say. */
  readonly longestWaitMs: number;
}

export const PATIENCE: Patience = { tries: 6, firstWaitMs: 500, longestWaitMs: 60_000 };

/** Calls until it succeeds, fails for good, or patience ends. Waits are spread, so that workers do not come back together. */
export async function patiently<T>(
  call: () => Promise<T>,
  patience: Patience,
  { signal, random = Math.random }: { signal: AbortSignal; random?: () => number },
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await call();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Later)) throw error;
      const waitMs = waitOf(error, tried, patience, random());
      if (waitMs === undefined) throw error.problem;
      await sleep(waitMs, undefined, { signal });
    }
  }
}

/** Undefined: no more. */
function waitOf({ afterMs }: Later, tried: number, patience: Patience, chance: number): number | undefined {
  if (tried >= patience.tries) return undefined;
  if (afterMs !== undefined) return afterMs > patience.longestWaitMs ? undefined : afterMs;
  const doubled = Math.min(patience.firstWaitMs * 2 ** (tried - 1), patience.longestWaitMs);
  return doubled * (0.5 + chance / 2);
}
