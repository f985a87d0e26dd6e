import { blob, type Entry } from '../git-read.ts';
import type { Host } from '../host.ts';
import type { Repository } from '../repositories.ts';

export const MOST_BYTES = 512 * 1_024;

/** The text of a file; undefined when it is none, or too long to be read in a browser. */
export async function readText({ git }: Host, { gitDir }: Repository, entry: Entry): Promise<string | undefined> {
  if (entry.size > MOST_BYTES) return undefined;
  const content = await blob(git, gitDir, entry.sha);
  // git looks for the same sign in the same stretch.
  const binary = content.subarray(0, 8_000).includes(0);
  return binary ? undefined : Buffer.from(content).toString('utf8');
}
