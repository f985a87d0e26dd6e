import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { TaskError } from '#shared/task/failure.ts';
import type { Git } from './git.ts';

/** Where a new repository's content comes from: plain files, or any git repository on this machine. */
export type Origin = { readonly folder: string } | { readonly repository: string };

// Fixed, so that the same files give the same commit id on every machine.
const SEED = {
  GIT_AUTHOR_NAME: 'Bellhop playground',
  GIT_AUTHOR_EMAIL: 'playground@bellhop.invalid',
  GIT_AUTHOR_DATE: '2025-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'Bellhop playground',
  GIT_COMMITTER_EMAIL: 'playground@bellhop.invalid',
  GIT_COMMITTER_DATE: '2025-01-01T00:00:00Z',
} as const;

/** Makes a bare repository from its origin and gives its default branch. The origin is only read. */
export async function importRepository(git: Git, origin: Origin, gitDir: string): Promise<string> {
  // Built beside its place and moved there whole, so an interrupted import leaves nothing half done behind.
  const building = `${gitDir}.importing`;
  await rm(building, { recursive: true, force: true });
  await mkdir(dirname(gitDir), { recursive: true });
  try {
    const branch =
      'folder' in origin
        ? await fromFolder(git, resolve(origin.folder), building)
        : await fromGit(git, origin.repository, building);
    await rm(gitDir, { recursive: true, force: true });
    await rename(building, gitDir);
    return branch;
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    throw unreadable(origin, error);
  }
}

async function fromFolder(git: Git, folder: string, gitDir: string): Promise<string> {
  await create(git, gitDir, 'main');
  const env = { ...SEED, GIT_WORK_TREE: folder, GIT_INDEX_FILE: join(gitDir, 'import.index') };
  await git.run(gitDir, ['add', '--all', '--', '.'], { cwd: folder, env });
  const tree = await git.run(gitDir, ['write-tree'], { env });
  const commit = await git.run(gitDir, ['commit-tree', '-m', 'Initial commit', tree], { env });
  await git.run(gitDir, ['update-ref', 'refs/heads/main', commit]);
  await rm(env.GIT_INDEX_FILE);
  return 'main';
}

const DETACHED = 'checked-out';

async function fromGit(git: Git, folder: string, gitDir: string): Promise<string> {
  const source = await git.look(folder, ['rev-parse', '--path-format=absolute', '--git-common-dir']);
  if (source === undefined) throw new Error(`${folder} is no git repository`);
  const head = await git.look(folder, ['symbolic-ref', '--quiet', 'HEAD']);
  const branch = head?.replace(/^refs\/heads\//, '') ?? DETACHED;
  await create(git, gitDir, branch);
  const refs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
  if (head === undefined) refs.push(`+${await git.look(folder, ['rev-parse', 'HEAD'])}:refs/heads/${DETACHED}`);
  await git.run(gitDir, ['fetch', '--quiet', '--no-write-fetch-head', '--update-shallow', '--', source, ...refs]);
  return branch;
}

async function create(git: Git, gitDir: string, branch: string): Promise<void> {
  await mkdir(gitDir, { recursive: true });
  await git.run(gitDir, ['init', '--quiet', '--bare', '--template=', `--initial-branch=${branch}`]);
}

function unreadable(origin: Origin, cause: unknown): TaskError {
  const [path, kind] =
    'folder' in origin ? [origin.folder, 'a folder of files'] : [origin.repository, 'a git repository'];
  return new TaskError('repository_unreadable', `${path} could not be read as ${kind}.`, {
    whose: 'yours',
    remedy: `Check that the path exists, is ${kind} and may be read by this user.`,
    cause,
  });
}
