import type { Weakening } from '#shared/task/evidence.ts';
import { clip } from '#shared/text/clip.ts';
import { signsIn, type TestFile } from '../checks/weakened/signs.ts';
import { isInstalled, isSnapshot, isTestFile } from '../checks/weakened/test-files.ts';
import { changedPaths, type PathChange, readFileAt } from '../commits.ts';
import type { Git } from '../git.ts';

interface Sides {
  readonly base: string;
  readonly head: string;
}

/** More are for nobody to read; the patch is stored as a whole. */
const MOST_FILES = 200;
const MOST_SIGNS = 40;

/** Looks where a change may have made tests ask for less, or changed what is installed instead of what is wrong. */
export async function weakenedBetween(git: Git, { base, head }: Sides): Promise<readonly Weakening[]> {
  const files: TestFile[] = [];
  const signs: Weakening[] = [];
  for (const change of (await changedPaths(git, base, head)).slice(0, MOST_FILES)) {
    if (isInstalled(change.to ?? change.from ?? '')) signs.push(ofFile('dependency_patched', change));
    const before = change.from === undefined ? undefined : await testsAt(git, base, change.from);
    if (change.from === undefined || before === undefined) continue;
    if (change.to === undefined) signs.push(ofFile('file_removed', change));
    else if (!isTests(change.to, before)) signs.push(ofFile('file_renamed', change));
    else files.push({ path: change.to, base: before, head: (await readFileAt(git, head, change.to)) ?? '' });
  }
  return [...signs, ...signsIn(files)].slice(0, MOST_SIGNS);
}

/** The text of a file of tests; undefined for any other. */
async function testsAt(git: Git, commit: string, path: string): Promise<string | undefined> {
  if (!isTests(path) && !path.endsWith('.rs')) return undefined;
  const text = await readFileAt(git, commit, path);
  return text !== undefined && isTests(path, text) ? text : undefined;
}

const isTests = (path: string, text?: string): boolean => isTestFile(path, text) || isSnapshot(path);

function ofFile(kind: Weakening['kind'], { from = '', to }: PathChange): Weakening {
  const path = clip(from || (to ?? ''), MOST_PATH);
  return { kind, path, ...(kind === 'file_renamed' && to !== undefined && { text: clip(to, MOST_TEXT) }) };
}

const MOST_PATH = 300;
const MOST_TEXT = 200;
