import { setTimeout as sleep } from 'node:timers/promises';
import type { HoldAnswer } from '#shared/worker-api.ts';
import { type Bot, Refused } from './bot.ts';
import { Stopped } from './stop.ts';

export type Note = HoldAnswer['notes'][number];

/** The right to act for the attempt, kept by asking the bot again and again; the answers bring what is new. */
export interface Lease {
  /** Aborts with a `Stopped` when the bot says stop, or could not be reached for as long as a lease lasts. */
  readonly signal: AbortSignal;
  /** `seq` of the last event that is in the record. */
  folded(): number;
  /** What people said since this was last asked. */
  takeNotes(): readonly Note[];
  /** Whether the bot has closed the attempt: nothing that is said now changes anything. */
  closed(): boolean;
  release(): Promise<void>;
}

/** After a stop the bot answers at once, and all that is still awaited is that it has folded the end. */
const PAUSE_AFTER_STOP_MS = 100;

export function holdLease(bot: Pick<Bot, 'hold'>, leaseMs: number): Lease {
  const stop = new AbortController();
  const over = new AbortController();
  const expiry = countdown(leaseMs, () => stopFor(new Stopped('lease_lost')));
  const unread: Note[] = [];
  let after = 0;
  let folded = 0;
  let closed = false;

  function stopFor(reason: unknown): void {
    expiry.clear();
    stop.abort(reason);
  }

  function hear(answer: HoldAnswer): void {
    unread.push(...answer.notes.filter((note) => note.number > after));
    after = Math.max(after, ...answer.notes.map((note) => note.number));
    folded = Math.max(folded, answer.folded);
    if (answer.stop) stopFor(new Stopped('asked'));
  }

  async function keep(): Promise<void> {
    while (!over.signal.aborted) {
      const askedAt = performance.now();
      hear(await bot.hold({ after, folded }, over.signal));
      if (stop.signal.aborted) await sleep(PAUSE_AFTER_STOP_MS, undefined, { signal: over.signal });
      else expiry.restart(performance.now() - askedAt);
    }
  }

  const kept = keep().catch((error: unknown) => {
    // Nobody waits for this promise, but whoever works under the signal hears its reason.
    closed = error instanceof Refused;
    stopFor(closed ? new Stopped('asked') : error);
  });

  return {
    signal: stop.signal,
    folded: () => folded,
    takeNotes: () => unread.splice(0),
    closed: () => closed,
    async release() {
      expiry.clear();
      over.abort();
      await kept;
    },
  };
}

/** Calls once when it was not restarted in time. Counted from when a renewal was asked for: the bot counts from later. */
function countdown(lengthMs: number, expire: () => void): { restart(usedMs: number): void; clear(): void } {
  let timer = setTimeout(expire, lengthMs);
  return {
    restart(usedMs) {
      clearTimeout(timer);
      timer = setTimeout(expire, Math.max(0, lengthMs - usedMs));
    },
    clear: () => clearTimeout(timer),
  };
}
