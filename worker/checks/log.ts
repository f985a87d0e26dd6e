import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { clipTail } from '#shared/text/clip.ts';
import { plain } from '#shared/text/escape.ts';
import type { Redact } from '#shared/text/redact.ts';

const MAX_TAIL = 4_000;

/** Ends a log as it is stored: secrets hidden, our own remarks below it, and the hash of just that. */
export async function sealLog(
  file: string,
  remarks: readonly string[],
  redact: Redact,
): Promise<{ readonly logHash: string; readonly tail: string }> {
  const output = redact(await readFile(file, 'utf8'));
  const text = [output, ...remarks.map((remark) => `[bellhop] ${remark}\n`)].join('');
  await writeFile(file, text);
  return { logHash: createHash('sha256').update(text).digest('hex'), tail: tailOf(text) };
}

/** The last lines of an output, as people can read them. */
export function tailOf(output: string): string {
  const text = plain(output.slice(-4 * MAX_TAIL)).trimEnd();
  const tail = clipTail(text, MAX_TAIL);
  // A character outside the basic plane counts twice in a record.
  return tail.length <= MAX_TAIL ? tail : clipTail(text, MAX_TAIL / 2);
}

/** A check's name as part of a file's name. */
export function fileNameOf(name: string): string {
  return name.replace(/[^\w.-]+/g, '-');
}
