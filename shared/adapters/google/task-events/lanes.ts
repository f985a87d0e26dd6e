import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '@google-cloud/pubsub';
import { growingPause } from '../../local/growing-pause.ts';
import type { Report } from '../../local/report.ts';
import { firstFitting } from './fitting.ts';

interface Needs {
  readonly events: (batch: readonly string[]) => Promise<void>;
  readonly report: Report;
  readonly stopped: AbortSignal;
}

/** Hands over each ordering key's messages in order: trouble with one holds up no other. */
export function openLanes(needs: Needs) {
  const lanes = new Map<string, Lane>();

  function open(key: string): Lane {
    const lane: Lane = { waiting: [], emptied: Promise.resolve() };
    lanes.set(key, lane);
    lane.emptied = empty(lane, needs).finally(() => lanes.delete(key));
    return lane;
  }

  return {
    add: (message: Message): void => {
      // Nobody of ours publishes without a key: such a message has nothing to wait for.
      const key = message.orderingKey || message.id;
      (lanes.get(key) ?? open(key)).waiting.push(message);
    },
    /** Resolves when nothing is under way. */
    emptied: async (): Promise<void> => {
      await Promise.all([...lanes.values()].map(({ emptied }) => emptied));
    },
  };
}

interface Lane {
  waiting: Message[];
  emptied: Promise<void>;
}

/** One commit of the record has to hold a batch. */
const BATCH = { count: 100, bytes: 1_000_000 };
/** A lane in trouble is given back after that, about a minute: Pub/Sub counts, delivers it again later, and others have room. */
const MOST_REJECTIONS = 12;
const MOST_WAITING = 200;

const pauseMs = growingPause(100, 10_000);

/** A rejected batch comes again, and nothing overtakes it. */
async function empty(lane: Lane, { events, report, stopped }: Needs): Promise<void> {
  // What came together is handed over together.
  await nextTurn();
  for (let rejections = 0; lane.waiting.length > 0; ) {
    const isHopeless = rejections > MOST_REJECTIONS || (rejections > 0 && lane.waiting.length > MOST_WAITING);
    if (isHopeless || stopped.aborted) return giveBack(lane);
    const batch = firstFitting(lane.waiting, BATCH);
    const isAccepted = await events(batch.map(({ data }) => data.toString())).then(() => true, rejected);
    if (isAccepted) accept(lane, batch.length);
    rejections = isAccepted ? 0 : rejections + 1;
    if (!isAccepted) await sleep(pauseMs(rejections), undefined, { signal: stopped }).catch(noLongerNeeded);
  }

  function rejected(error: unknown): false {
    report(error);
    return false;
  }
}

/** A lost acknowledgement brings repeats, and those are borne: nobody waits for it. */
function accept(lane: Lane, count: number): void {
  for (const message of lane.waiting.splice(0, count)) message.ack();
}

function giveBack(lane: Lane): void {
  for (const message of lane.waiting.splice(0)) message.nack();
}

/** A pause ends early only because nobody wants the next try. */
function noLongerNeeded(): void {}
