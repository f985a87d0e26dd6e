import { setTimeout as sleep } from 'node:timers/promises';
import { coalesced } from '../../coalesced.ts';
import { growingPause } from '../../growing-pause.ts';
import type { Report } from '../../report.ts';
import type { Follower } from './follower.ts';
import { readBatch, START } from './lines.ts';

const pauseMs = growingPause(100, 10_000);

/** Hands over one attempt's events in order. A rejected batch comes again, and nothing overtakes it. */
export function followEvents(
  file: string,
  handle: (batch: readonly string[]) => Promise<void>,
  report: Report,
): Follower {
  const stopped = new AbortController();
  let position = START;
  let rejections = 0;
  let there = true;

  async function isAccepted(lines: readonly string[]): Promise<boolean> {
    try {
      if (lines.length > 0) await handle(lines);
      rejections = 0;
      return true;
    } catch (error) {
      report(error);
      rejections += 1;
      await sleep(pauseMs(rejections), undefined, { signal: stopped.signal }).catch(noLongerNeeded);
      return false;
    }
  }

  const look = coalesced(async () => {
    while (!stopped.signal.aborted) {
      const batch = await readBatch(file, position);
      there = batch !== undefined;
      if (!batch || batch.next.offset === position.offset) return;
      if (!(await isAccepted(batch.lines))) continue;
      if (batch.refused) report(new RangeError(`a line of ${file} is too long to be an event, and was left out`));
      position = batch.next;
    }
  });

  return {
    look: async () => {
      await look();
      return there;
    },
    stop: async () => {
      stopped.abort();
      await look();
    },
  };
}

/** A pause ends early only because nobody wants the next try. */
function noLongerNeeded(): void {}
