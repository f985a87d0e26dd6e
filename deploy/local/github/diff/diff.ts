import type { Git } from '../git.ts';
import { type Change, type LineCount, readChanges, readLineCounts } from './changes.ts';
import { type Hunk, readHunks, splitPatch } from './patch.ts';

/** What is different between two commits, as far as a person would read it. */
export interface Diff {
  readonly files: readonly FileDiff[];
  /** Files that changed too, beyond those listed. */
  readonly filesLeftOut: number;
  readonly fileCount: number;
  readonly added: number;
  readonly deleted: number;
}

export type FileDiff = Change & LineCount & { readonly content: Content };

export type Content =
  | { readonly kind: 'lines'; readonly hunks: readonly Hunk[]; readonly cut: boolean }
  | { readonly kind: 'binary' }
  /** Only its place or its mode changed, or it is empty. */
  | { readonly kind: 'unchanged' }
  /** This file alone is too much, or the files before it were. */
  | { readonly kind: 'left out'; readonly because: 'file' | 'diff' };

const MOST_FILES = 300;
export const MOST_LINES_OF_FILE = 1_500;
const MOST_LINES = 8_000;
const MOST_CHARACTERS = 2_000_000;
/** A list of files alone may be long, too, and is held whole. */
const MOST_LISTED_CHARACTERS = 20_000_000;

const PLAIN = ['diff', '-z', '--find-renames', '--no-color', '--no-ext-diff', '--no-textconv', '--no-abbrev'];

/** What git compares a first commit with. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

export async function readDiff(git: Git, gitDir: string, from: string, to: string): Promise<Diff> {
  const listing = await git.start(gitDir, [...PLAIN, '--raw', '--numstat', from, to, '--'], MOST_LISTED_CHARACTERS);
  const { changes, rest } = readChanges(listing.text);
  const counts = readLineCounts(rest);
  const counted = changes.map((change) => ({ ...change, ...(counts.get(change.path) ?? NONE) }));
  const shown = counted.slice(0, MOST_FILES);
  const wanted = affordable(shown);
  const contents = await readContents(git, gitDir, [from, to], wanted);
  return {
    files: shown.map((file) => ({ ...file, content: contentOf(file, wanted, contents) })),
    filesLeftOut: counted.length - shown.length,
    fileCount: counted.length,
    added: sum(counted.map(({ added }) => added)),
    deleted: sum(counted.map(({ deleted }) => deleted)),
  };
}

type Counted = Change & LineCount;

const NONE: LineCount = { added: 0, deleted: 0, binary: false };

function affordable(files: readonly Counted[]): readonly Counted[] {
  let left = MOST_LINES;
  return files.filter((file) => {
    if (file.binary || isLong(file) || lengthOf(file) > left) return false;
    left -= lengthOf(file);
    return true;
  });
}

const lengthOf = ({ added, deleted }: Counted): number => added + deleted;
const isLong = (file: Counted): boolean => lengthOf(file) > MOST_LINES_OF_FILE;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

async function readContents(
  git: Git,
  gitDir: string,
  ends: readonly [string, string],
  files: readonly Counted[],
): Promise<ReadonlyMap<string, Content>> {
  if (files.length === 0) return new Map();
  const paths = files.flatMap(({ path, oldPath }) => (oldPath === undefined ? [path] : [oldPath, path]));
  const patch = await git.start(gitDir, [...PLAIN, '--patch-with-raw', ...ends, '--', ...paths], MOST_CHARACTERS);
  const { changes, rest } = readChanges(patch.text);
  const sections = splitPatch(rest.replace(/^\0/, ''));
  // git writes a file that became a link, or a link that became a file, as one that goes and one that comes.
  const owners = changes.flatMap(({ kind, path }) => (kind === 'retyped' ? [path, path] : [path]));
  const byPath = Map.groupBy(sections, (_, index) => owners[index] ?? '');
  const last = owners[sections.length - 1];
  return new Map([...byPath].map(([path, own]) => [path, linesOf(own, patch.cut && path === last)]));
}

function linesOf(sections: readonly string[], cut: boolean): Content {
  const hunks = sections.flatMap(readHunks);
  return hunks.length === 0 && !cut ? { kind: 'unchanged' } : { kind: 'lines', hunks, cut };
}

function contentOf(file: Counted, wanted: readonly Counted[], contents: ReadonlyMap<string, Content>): Content {
  if (file.binary) return { kind: 'binary' };
  if (isLong(file)) return { kind: 'left out', because: 'file' };
  const left: Content = { kind: 'left out', because: 'diff' };
  return wanted.includes(file) ? (contents.get(file.path) ?? left) : left;
}
