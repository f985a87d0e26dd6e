import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Git, GitError } from './git.ts';
import { runTool } from './program.ts';
import { ORIGIN } from './remote.ts';

/** Makes an empty git directory whose current branch is `branch`. */
export async function initialise(git: Git, branch: string): Promise<void> {
  await git.run(['init', '--quiet', '--template=', `--initial-branch=${branch}`]);
  // In a sandbox all files belong to somebody else and git cannot note that it has looked: size and time must do.
  await appendFile(join(git.directory, 'config'), '[core]\n\tcheckStat = minimal\n\ttrustctime = false\n');
}

/** The branches of the other side as they were when they were fetched. */
export async function tipsOf(git: Git): Promise<ReadonlyMap<string, string>> {
  const lines = (await git.run(['for-each-ref', '--format=%(objectname) %(refname:lstrip=3)', ORIGIN])).split('\n');
  return new Map(lines.filter((line) => line !== '').map((line) => [line.slice(41), line.slice(0, 40)]));
}

/** Those of the commits that a git directory has not. */
export async function missingOf(git: Git, commits: readonly string[]): Promise<readonly string[]> {
  const told = await git.run(['cat-file', '--batch-check'], { input: commits.map((commit) => `${commit}\n`).join('') });
  return commits.filter((commit) => told.includes(`${commit} missing`));
}

/** A file of a commit; undefined when there is none. */
export async function readFileAt(git: Git, commit: string, path: string): Promise<string | undefined> {
  try {
    return await git.run(['cat-file', 'blob', `${commit}:${path}`]);
  } catch (error) {
    // The one way git has to say that it is not there.
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** Mode and content id of a file, as the index takes it; undefined where there is no such file. */
export type Entry = string | undefined;

/** Every file of a commit, by path. */
export async function entriesAt(git: Git, commit: string): Promise<ReadonlyMap<string, string>> {
  const lines = split(await git.run(['ls-tree', '-r', '-z', commit]));
  return new Map(lines.map((line) => [line.slice(line.indexOf('\t') + 1), line.replace(/ \w+ (\w+)\t.*/s, ' $1')]));
}

/** What differs between two commits, by path, as the first one has it. */
export async function entriesBefore(git: Git, from: string, to: string): Promise<ReadonlyMap<string, Entry>> {
  const parts = split(await git.run(['diff-tree', '-r', '-z', '--raw', '--no-abbrev', '--no-renames', from, to]));
  const found = new Map<string, Entry>();
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [mode = '', , id = ''] = parts[index]?.slice(1).split(' ') ?? [];
    found.set(parts[index + 1] ?? '', /^0+$/.test(id) ? undefined : `${mode} ${id}`);
  }
  return found;
}

/** Writes a tree's files into a folder over whatever is there. Files of the index that the tree has not are removed. */
export async function checkOut(
  git: Git,
  tree: string,
  where: { readonly workTree: string; readonly indexFile?: string; readonly signal: AbortSignal },
): Promise<void> {
  // Only files that are not as they should be are written: a copy of a room is looked through far quicker than made again.
  await git.run(['update-index', '-q', '--refresh'], where);
  await git.run(['read-tree', '--reset', '-u', tree], where);
}

/** Commits everything in the folder onto the current branch. Undefined when it is as the parent left it. */
export async function commitAll(
  git: Git,
  workTree: string,
  { parent, message, signal }: { readonly parent: string; readonly message: string; readonly signal: AbortSignal },
): Promise<string | undefined> {
  await removeInnerRepositories(workTree, signal);
  await git.run(['add', '--all'], { workTree, signal });
  const tree = (await git.run(['write-tree'])).trim();
  const isNew = tree !== (await git.run(['rev-parse', `${parent}^{tree}`])).trim();
  const commit = isNew ? (await git.run(['commit-tree', '-p', parent, tree], { input: message })).trim() : parent;
  await git.run(['update-ref', 'HEAD', commit]);
  return isNew ? commit : undefined;
}

/**
 * Git looks into repositories it finds on its way, with the configuration they bring, and that may name programs. So
 * there must be none before git walks through files an agent wrote.
 */
export async function removeInnerRepositories(folder: string, signal: AbortSignal): Promise<void> {
  const remove = ['-mindepth', '2', '-name', '.git', '-prune', '-exec', 'rm', '-rf', '--', '{}', '+'];
  await runTool('find', ['-P', folder, ...remove], signal);
}

/** What lies in the folder and is neither in the index nor ignored, such as what a set-up left behind. */
export async function leftovers(git: Git, workTree: string): Promise<readonly string[]> {
  return split(await git.run(['ls-files', '-z', '--others', '--exclude-standard', '--directory'], { workTree }));
}

/** A file that differs, by its path on both sides; one that moved has two, one that is new or gone only one. */
export interface PathChange {
  readonly from?: string;
  readonly to?: string;
}

/** What differs between two commits, moved files told as such. */
export async function changedPaths(git: Git, from: string, to: string): Promise<readonly PathChange[]> {
  const parts = split(await git.run(['diff-tree', '-r', '-M', '-z', '--name-status', ...PLAIN_DIFF, from, to]));
  const changes: PathChange[] = [];
  for (let index = 0; index + 1 < parts.length; ) {
    const [status = '', path = '', moved = ''] = parts.slice(index, index + 3);
    const isMove = status.startsWith('R');
    changes.push(isMove ? { from: path, to: moved } : sidesOf(status, path));
    index += isMove ? 3 : 2;
  }
  return changes;
}

function sidesOf(status: string, path: string): PathChange {
  if (status === 'A') return { to: path };
  return status === 'D' ? { from: path } : { from: path, to: path };
}

const PATCH_BYTES = 4 * 1024 * 1024;

/** The change for people to read; of a very long one the beginning. */
export async function patchBetween(git: Git, from: string, to: string): Promise<string> {
  return git.run(['diff-tree', '-r', '-p', '--no-renames', ...PLAIN_DIFF, from, to], { firstBytes: PATCH_BYTES });
}

const PLAIN_DIFF = ['--no-ext-diff', '--no-textconv'];

/** A tree like `commit`, with some entries replaced; undefined takes one away. */
export async function treeWith(
  git: Git,
  commit: string,
  entries: ReadonlyMap<string, Entry>,
  indexFile: string,
): Promise<string> {
  if (entries.size === 0) return commit;
  const lines = [...entries].map(([path, entry]) => `${entry ?? NO_ENTRY}\t${path}\0`);
  await git.run(['read-tree', commit], { indexFile });
  await git.run(['update-index', '--replace', '-z', '--index-info'], { indexFile, input: lines.join('') });
  return (await git.run(['write-tree'], { indexFile })).trim();
}

const NO_ENTRY = `0 ${'0'.repeat(40)}`;

/** Stores a text, as an entry of a plain file. */
export async function storeText(git: Git, text: string): Promise<string> {
  return `100644 ${(await git.run(['hash-object', '-w', '--stdin'], { input: text })).trim()}`;
}

function split(output: string): string[] {
  return output.split('\0').filter((part) => part !== '');
}
