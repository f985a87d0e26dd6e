import { blobSizes } from '../blobs.ts';
import type { Git } from '../git.ts';

/** One path that differs between two commits, with what a rule may have to say about it. */
export interface Entry {
  readonly path: string;
  /** Git's modes; `000000` where the path is not there. */
  readonly oldMode: string;
  readonly newMode: string;
  /** Content id at the second commit; all zeros where it is gone. */
  readonly newId: string;
  readonly added: number;
  readonly removed: number;
  readonly binary: boolean;
  /** Size at the second commit. */
  readonly bytes: number;
}

export const LINK = '120000';
export const SUBMODULE = '160000';
const ABSENT = '000000';
const EXECUTABLE = '100755';

/** What differs between two commits, in the order of the paths. */
export async function entriesBetween(git: Git, from: string, to: string): Promise<readonly Entry[]> {
  const [raw, numbers] = [await rawOf(git, from, to), await lineCounts(git, from, to)];
  const ids = new Set(raw.filter(hasContent).map(({ newId }) => newId));
  const bytes = await blobSizes(git, [...ids]);
  return raw.map((entry) => ({
    ...entry,
    ...(numbers.get(entry.path) ?? { added: 0, removed: 0, binary: false }),
    bytes: bytes.get(entry.newId) ?? 0,
  }));
}

/** Whether a change made a file executable, or took that away; undefined when neither. */
export function executableMove({ oldMode, newMode }: Entry): 'gained' | 'lost' | undefined {
  if (newMode === ABSENT || (oldMode === EXECUTABLE) === (newMode === EXECUTABLE)) return undefined;
  if (newMode === EXECUTABLE) return 'gained';
  return 'lost';
}

type Raw = Pick<Entry, 'path' | 'oldMode' | 'newMode' | 'newId'>;

const hasContent = ({ newMode }: Raw): boolean => newMode !== ABSENT && newMode !== SUBMODULE;

const DIFF = ['diff-tree', '-r', '-z', '--no-renames', '--no-ext-diff', '--no-textconv'];

async function rawOf(git: Git, from: string, to: string): Promise<readonly Raw[]> {
  const parts = parted(await git.run([...DIFF, '--raw', '--no-abbrev', from, to]));
  const entries: Raw[] = [];
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [oldMode = '', newMode = '', , newId = ''] = parts[index]?.slice(1).split(' ') ?? [];
    entries.push({ path: parts[index + 1] ?? '', oldMode, newMode, newId });
  }
  return entries;
}

type LineCount = Pick<Entry, 'added' | 'removed' | 'binary'>;

async function lineCounts(git: Git, from: string, to: string): Promise<ReadonlyMap<string, LineCount>> {
  const counts = new Map<string, LineCount>();
  for (const line of parted(await git.run([...DIFF, '--numstat', from, to]))) {
    const [added = '', removed = '', ...path] = line.split('\t');
    counts.set(path.join('\t'), { added: Number(added) || 0, removed: Number(removed) || 0, binary: added === '-' });
  }
  return counts;
}

const parted = (output: string): readonly string[] => output.split('\0').filter((part) => part !== '');
