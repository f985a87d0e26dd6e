import { setTimeout as sleep } from 'node:timers/promises';
import { TaskError } from '#shared/task/failure.ts';
import { Code, codeOf, explained, lacksDatabase, needsIndex, noAnswer } from '../failure.ts';

/**
 * Asks Firestore, and again when somebody else was faster or it stumbled. So what is asked must look anew each time it
 * is called, and bear that an earlier call was carried out although its answer was lost. `again`: it is not the first.
 */
export type Ask = <T>(act: (again: boolean) => Promise<T>) => Promise<T>;

interface Options {
  readonly patienceMs: number;
  readonly random: () => number;
  /** Called at the first answer after Firestore gave none to somebody. */
  readonly onBack: () => void;
}

/** Everything the store does goes through here, so that errors become words in one place. */
export function createAsk({ patienceMs, random, onBack }: Options): Ask {
  let isAway = false;

  return async function ask<T>(act: (again: boolean) => Promise<T>): Promise<T> {
    const late = Promise.withResolvers<never>();
    const state: { last?: unknown; isLate: boolean } = { isLate: false };
    const timer = setTimeout(() => {
      state.isLate = true;
      late.reject(noAnswer(patienceMs, state.last));
    }, patienceMs);
    try {
      const answer = await Promise.race([insist(act, state), late.promise]);
      if (isAway) onBack();
      isAway = false;
      return answer;
    } catch (error) {
      const told = explained(error);
      isAway ||= told instanceof TaskError && told.whose === 'transient';
      throw told;
    } finally {
      clearTimeout(timer);
    }
  };

  async function insist<T>(
    act: (again: boolean) => Promise<T>,
    state: { last?: unknown; isLate: boolean },
  ): Promise<T> {
    for (let failures = 0; ; failures += 1) {
      try {
        return await act(failures > 0);
      } catch (error) {
        if (state.isLate || !mayPass(error)) throw error;
        state.last = error;
      }
      // Each of those who met waits for a time of its own, so that they do not meet again.
      await sleep(random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures));
    }
  }
}

const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 400;

/** Lost races, and what passes by itself. */
const PASSING: ReadonlySet<number | undefined> = new Set([
  Code.DEADLINE_EXCEEDED,
  Code.NOT_FOUND,
  Code.ALREADY_EXISTS,
  Code.FAILED_PRECONDITION,
  Code.ABORTED,
  Code.INTERNAL,
  Code.UNAVAILABLE,
]);

const mayPass = (error: unknown): boolean => PASSING.has(codeOf(error)) && !needsIndex(error) && !lacksDatabase(error);
