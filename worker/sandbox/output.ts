import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

const HEAD_BYTES = 32 * 1024;
const TAIL_BYTES = 32 * 1024;

interface Sink {
  readonly logFile: string;
  readonly outputBytes: number;
  readonly onOutput?: (text: string) => void;
}

/** Writes output to the log up to its bound and returns its head and tail. `onFull` hears once that there was more. */
export async function collect(source: Readable, sink: Sink, onFull: () => void): Promise<string> {
  const log = await open(sink.logFile, 'w');
  const kept = headAndTail();
  const decoder = new StringDecoder('utf8');
  let room = sink.outputBytes;
  try {
    // One chunk at a time: while the disk is slow the pipe fills up and the command waits, and not our memory.
    for await (const chunk of source) {
      const fits = (chunk as Buffer).subarray(0, room);
      if (fits.length < chunk.length) onFull();
      if (fits.length === 0) continue;
      room -= fits.length;
      await log.writeFile(fits);
      kept.add(fits);
      sink.onOutput?.(decoder.write(fits));
    }
  } finally {
    await log.close();
  }
  return kept.text();
}

/** Keeps the beginning and the end of a stream of bytes, whatever its length. */
export function headAndTail(): { add(chunk: Buffer): void; text(): string } {
  const head: Buffer[] = [];
  const tail: Buffer[] = [];
  let headMissing = HEAD_BYTES;
  let tailBytes = 0;
  let total = 0;
  return {
    add(chunk) {
      total += chunk.length;
      const first = chunk.subarray(0, headMissing);
      headMissing -= first.length;
      head.push(...(first.length > 0 ? [first] : []));
      tail.push(chunk.subarray(first.length));
      tailBytes += chunk.length - first.length;
      // Whole chunks are let go of, never copied: that is what keeps a flood of output out of our memory.
      for (let oldest = tail[0]; oldest && tailBytes - oldest.length >= TAIL_BYTES; oldest = tail[0]) {
        tailBytes -= oldest.length;
        tail.shift();
      }
    },
    text() {
      const [begin, end] = [Buffer.concat(head), Buffer.concat(tail).subarray(-TAIL_BYTES)];
      const cut = total - begin.length - end.length;
      if (cut === 0) return Buffer.concat([begin, end]).toString();
      return `${wholeCharacters(begin)}\n… ${cut} bytes of output left out here …\n${wholeCharacters(end)}`;
    },
  };
}

/** Half a character where the cut went through it would only show as a replacement mark. */
function wholeCharacters(bytes: Buffer): string {
  return bytes.toString().replace(/^\uFFFD{1,3}|\uFFFD{1,3}$/g, '');
}
