import type { Git } from './git.ts';

/** How many bytes the contents with these ids have. Of ids git has not, nothing is said. */
export async function blobSizes(git: Git, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const input = ids.map((id) => `${id}\n`).join('');
  const lines = (await git.run(['cat-file', '--batch-check=%(objectname) %(objectsize)'], { input })).split('\n');
  return new Map(lines.map((line) => [line.slice(0, 40), Number(line.slice(41)) || 0]));
}

/** Contents by id, read by one process. Whoever asks has looked at how large they are. */
export async function blobTexts(git: Git, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  if (ids.length === 0) return texts;
  const input = ids.map((id) => `${id}\n`).join('');
  const output = await git.run(['cat-file', '--batch=%(objectname) %(objectsize)'], { input, encoding: 'latin1' });
  for (let at = 0; at < output.length; ) {
    const begin = output.indexOf('\n', at) + 1;
    const [id = '', size = ''] = output.slice(at, begin).trim().split(' ');
    const end = begin + Number(size);
    // All ids are of one tree, which came as a whole.
    if (Number.isNaN(end)) throw new RangeError(`git has no content ${id}`);
    texts.set(id, Buffer.from(output.slice(begin, end), 'latin1').toString());
    at = end + 1;
  }
  return texts;
}

/** The beginning of a content of any size. */
export async function blobBeginning(git: Git, id: string, firstBytes: number, signal: AbortSignal): Promise<string> {
  return git.run(['cat-file', 'blob', id], { firstBytes, signal });
}
