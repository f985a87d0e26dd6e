import { coalesced } from '../../coalesced.ts';
import type { Report } from '../../report.ts';
import { MAX_LINE_BYTES, readFile } from './files.ts';
import type { Follower } from './follower.ts';

/** Hands over one attempt's latest news, each once. */
export function followTelemetry(file: string, handle: (raw: string) => void, report: Report): Follower {
  let stopped = false;
  let there = true;
  let seen = '';

  const look = coalesced(async () => {
    if (stopped) return;
    const found = await readFile(file, async (open) => {
      const { ino, mtimeNs, size } = await open.stat({ bigint: true });
      const state = `${ino} ${mtimeNs}`;
      const isNews = state !== seen && size <= MAX_LINE_BYTES;
      return { state, raw: isNews ? await open.readFile('utf8') : undefined };
    });
    there = found !== undefined;
    seen = found?.state ?? '';
    if (found?.raw !== undefined) tell(found.raw);
  });

  function tell(raw: string): void {
    try {
      handle(raw);
    } catch (error) {
      report(error);
    }
  }

  return {
    look: async () => {
      await look();
      return there;
    },
    stop: async () => {
      stopped = true;
      await look();
    },
  };
}
