import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '@google-cloud/pubsub';
import { growingPause } from '../../growing-pause.ts';
import type { Report } from '../../report.ts';
import { firstFitting } from './fitting.ts';

interface Needs {
  readonly events: (batch: readonly string[]) => Promise<void>;
  readonly report: Report;
  readonly stopped: AbortSignal;
  /** Rejections in a row after which a lane is given back: Pub/Sub counts that, and delivers it again later. */
  readonly mostRejections: number;
}

/** Hands over each ordering key's messages in order: trouble with one holds up no other. */
export function openLanes(needs: Needs) {
  const lanes = new Map<string, { readonly waiting: Message[]; readonly emptied: Promise<void> }>();

  async function run(key: string, waiting: Message[]): Promise<void> {
    // What came together is handed over together.
    await nextTurn();
    while (waiting.length > 0) await empty(waiting, needs);
    lanes.delete(key);
  }

  return {
    add: (message: Message): void => {
      // Nobody of ours publishes without a key: such a message has nothing to wait for.
      const key = message.orderingKey || message.id;
      const lane = lanes.get(key);
      if (lane) lane.waiting.push(message);
      else {
        const waiting = [message];
        lanes.set(key, { waiting, emptied: run(key, waiting) });
      }
    },
    /** Resolves when nothing is under way. */
    emptied: async (): Promise<void> => {
      await Promise.all([...lanes.values()].map(({ emptied }) => emptied));
    },
  };
}

/** One commit of the record has to hold a batch. */
const BATCH = { count: 100, bytes: 1_000_000 };
/** A lane in trouble that holds more is given back too, so that there is room for others. */
const MOST_WAITING = 200;

const pauseMs = growingPause(100, 10_000);

/** A rejected batch comes again, and nothing overtakes it. */
async function empty(waiting: Message[], needs: Needs): Promise<void> {
  for (let rejections = 0; waiting.length > 0; ) {
    const isHopeless = rejections > needs.mostRejections || (rejections > 0 && waiting.length > MOST_WAITING);
    if (isHopeless || needs.stopped.aborted) return giveBack(waiting);
    const batch = firstFitting(waiting, BATCH);
    const isAccepted = await handOver(batch, needs);
    if (isAccepted) acknowledge(waiting.splice(0, batch.length));
    rejections = isAccepted ? 0 : rejections + 1;
    if (!isAccepted) await sleep(pauseMs(rejections), undefined, { signal: needs.stopped }).catch(noLongerNeeded);
  }
}

async function handOver(batch: readonly Message[], { events, report }: Needs): Promise<boolean> {
  try {
    await events(batch.map(({ data }) => data.toString()));
    return true;
  } catch (error) {
    report(error);
    return false;
  }
}

/** A lost acknowledgement brings repeats, and those are borne: nobody waits for it. */
function acknowledge(batch: readonly Message[]): void {
  for (const message of batch) message.ack();
}

function giveBack(waiting: Message[]): void {
  for (const message of waiting.splice(0)) message.nack();
}

/** A pause ends early only because nobody wants the next try. */
function noLongerNeeded(): void {}
