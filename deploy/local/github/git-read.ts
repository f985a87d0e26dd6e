import type { Git } from './git.ts';
import { isCommitId, isRefName, isTreePath } from './names.ts';

/** The commit a branch points to. */
export async function branchCommit(git: Git, gitDir: string, branch: string): Promise<string | undefined> {
  return isRefName(branch) ? await commitOf(git, gitDir, `refs/heads/${branch}`) : undefined;
}

/** The commit a branch, a tag or a commit id stands for, looked for in GitHub's order. */
export async function commitAt(git: Git, gitDir: string, ref: string): Promise<string | undefined> {
  if (isCommitId(ref)) return await commitOf(git, gitDir, ref);
  if (!isRefName(ref)) return undefined;
  const name = ref.replace(/^refs\//, '').replace(/^heads\//, '');
  return (await commitOf(git, gitDir, `refs/heads/${name}`)) ?? (await commitOf(git, gitDir, `refs/tags/${name}`));
}

async function commitOf(git: Git, gitDir: string, name: string): Promise<string | undefined> {
  return await git.ask(gitDir, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
}

export async function branches(git: Git, gitDir: string): Promise<readonly { name: string; commit: string }[]> {
  const lines = await git.run(gitDir, ['for-each-ref', '--format=%(objectname) %(refname:lstrip=2)', 'refs/heads/']);
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ commit: line.slice(0, 40), name: line.slice(41) }));
}

export async function isEmpty(git: Git, gitDir: string): Promise<boolean> {
  return (await git.run(gitDir, ['for-each-ref', '--count=1', 'refs/heads/', 'refs/tags/'])) === '';
}

export interface Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  readonly message: string;
}

interface Person {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

export async function readCommit(git: Git, gitDir: string, commit: string): Promise<Commit> {
  const format = '--format=%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B';
  const text = await git.run(gitDir, ['show', '--no-patch', format, '--end-of-options', commit]);
  const [tree = '', parents = '', an = '', ae = '', aI = '', cn = '', ce = '', cI = '', message = ''] =
    text.split('\0');
  return {
    tree,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    author: { name: an, email: ae, date: aI },
    committer: { name: cn, email: ce, date: cI },
    message: message.trimEnd(),
  };
}

export interface Entry {
  readonly type: 'file' | 'dir' | 'symlink' | 'submodule';
  readonly sha: string;
  readonly size: number;
  readonly path: string;
}

/** What lies at a path of a commit. */
export async function entryAt(git: Git, gitDir: string, commit: string, path: string): Promise<Entry | undefined> {
  if (!isTreePath(path)) return undefined;
  const entries = await listTree(git, gitDir, [commit, '--', path]);
  return entries.find((entry) => entry.path === path);
}

/** What lies in a folder of a commit; '' is the top. */
export async function folderAt(git: Git, gitDir: string, commit: string, path: string): Promise<readonly Entry[]> {
  if (path === '') return await listTree(git, gitDir, [commit]);
  return isTreePath(path) ? await listTree(git, gitDir, [commit, '--', `${path}/`]) : [];
}

async function listTree(git: Git, gitDir: string, what: readonly string[]): Promise<readonly Entry[]> {
  const text = await git.run(gitDir, ['ls-tree', '-z', '--long', '--full-tree', ...what]);
  return text.split('\0').flatMap(parseEntry);
}

const ENTRY = /^(\d{6}) \w+ ([0-9a-f]{40}) +(\d+|-)\t([\s\S]+)$/;

function parseEntry(line: string): readonly Entry[] {
  const [, mode = '', sha = '', size = '', path = ''] = ENTRY.exec(line) ?? [];
  return sha === '' ? [] : [{ type: TYPES[mode] ?? 'file', sha, size: size === '-' ? 0 : Number(size), path }];
}

const TYPES: Readonly<Record<string, Entry['type']>> = { '040000': 'dir', '120000': 'symlink', '160000': 'submodule' };

export async function blob(git: Git, gitDir: string, sha: string): Promise<Uint8Array> {
  return await git.bytes(gitDir, ['cat-file', 'blob', sha]);
}
