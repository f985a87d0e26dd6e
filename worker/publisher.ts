import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskEventsWriter } from '#shared/ports.ts';
import type { Report, WorkerFact } from '#shared/task/events.ts';
import { NO_USAGE } from '#shared/task/step.ts';
import type { Moment, Work } from '#shared/task/task.ts';
import { learn } from '#shared/task/work.ts';
import type { Redact } from '#shared/text/redact.ts';
import { sign } from '#shared/worker-api.ts';
import { fitting } from './fitting.ts';

/** Says a fact; it is on its way when this returns. */
export type Tell = Publisher['tell'];

type Ended = Extract<WorkerFact, { type: 'attempt.ended' }>;

/** What the worker says, in order. The only way out for words; everything is redacted here. */
export interface Publisher {
  tell(fact: Exclude<WorkerFact, Ended>): void;
  /** The last word: the outcome with all that was found, so that it stands without the events before it. */
  end(outcome: Ended['outcome']): void;
  /** From now on sends again what the bot has not read for long: a thread must not wait for the next event. Gives the end of it. */
  insist(bot: Reader): () => void;
  /**
   * Waits until the bot has folded all that was told, sending again what it may have lost. False when `until` aborts
   * first, or the bot has closed the attempt.
   */
  confirmed(bot: Reader, until: AbortSignal): Promise<boolean>;
}

/** How far the bot has read. */
interface Reader {
  folded(): number;
  closed(): boolean;
}

interface Needs {
  readonly writer: TaskEventsWriter;
  readonly task: string;
  readonly attempt: number;
  /** Key of the MAC, in hex. */
  readonly key: string;
  readonly redact: Redact;
  readonly now: () => Moment;
  /** How long an event may be on its way before it is sent again. */
  readonly overdueMs?: number;
}

const OVERDUE_MS = 10_000;
const LOOK_EVERY_MS = 50;
const SEND_AGAIN_MS = 3_000;

export function createPublisher(needs: Needs): Publisher {
  const { writer, task, attempt, key, redact, now, overdueMs = OVERDUE_MS } = needs;
  const sent: string[] = [];
  let work: Work = { steps: [], usage: NO_USAGE };
  let written: Promise<void> = Promise.resolve();

  function publish(said: WorkerFact): void {
    const fact = fitting(said, redact);
    work = learn(work, fact);
    const raw = sign(JSON.stringify({ task, attempt, seq: sent.length + 1, at: now(), fact }), key);
    sent.push(raw);
    write([raw]);
  }

  /** Writers keep the order. A write that fails loses nothing: whoever relies on what was told waits in `confirmed`. */
  function write(raws: readonly string[]): void {
    const writes = raws.map((raw) => writer.publish(raw).catch(() => undefined));
    written = Promise.all([written, ...writes]).then(() => undefined);
  }

  return {
    tell: publish,
    end: (outcome) => publish({ type: 'attempt.ended', lastSeq: sent.length + 1, report: reportOf(work), outcome }),
    insist(bot) {
      let [told, folded, ticks] = [0, 0, 0];
      const timer = setInterval(() => {
        ticks = bot.folded() > folded ? 0 : ticks + 1;
        folded = bot.folded();
        // Each time after twice as long: where the bot is away, there is nobody to hear it.
        if (folded < told && isPowerOfTwo(ticks)) write(sent.slice(folded, told));
        told = sent.length;
      }, overdueMs);
      return () => clearInterval(timer);
    },
    async confirmed(bot, until) {
      await written;
      const isFolded = () => bot.folded() >= sent.length;
      while (!(await within(SEND_AGAIN_MS, () => isFolded() || bot.closed(), until))) {
        if (until.aborted) break;
        write(sent.slice(bot.folded()));
      }
      return isFolded();
    },
  };
}

const isPowerOfTwo = (count: number): boolean => count > 0 && (count & (count - 1)) === 0;

/** All that was learned is what the outcome tells; the schema at the bot's door takes copies it may change. */
const reportOf = (work: Work): Report => structuredClone(work) as Report;

async function within(lengthMs: number, isTrue: () => boolean, until: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + lengthMs;
  while (!isTrue() && !until.aborted && performance.now() < deadline) await sleep(LOOK_EVERY_MS);
  return isTrue();
}
