import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Git } from '#worker/git.ts';
import { type GitHost, openGitHost, READ_TOKEN } from '../stage/git-host.ts';
import { arrive } from './processes/arrive.ts';

export const OWN = 'agent/t0123456789a';
const AUTHOR = ['-c', 'user.name=S', '-c', 'user.email=s@example.org'];

type Files = Readonly<Record<string, string>>;

/** A repository behind a git host, and a cache that attempts on it share. */
export interface Place {
  readonly host: GitHost;
  readonly folder: string;
  readonly cache: string;
  /** Makes a branch hold these files, on top of a commit or of nothing. */
  publish(branch: string, files: Files, parent?: string): Promise<string>;
  publishTree(branch: string, tree: string, parent?: string): Promise<string>;
  attempt(how?: { readonly base?: string; readonly url?: string; readonly token?: string }): Promise<Attempt>;
}

interface Attempt {
  readonly git: Git;
  readonly base: string;
  readonly start: string;
  readonly workTree: string;
}

let attempts = 0;

export async function openPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-mirror-'));
  const host = await openGitHost();
  onTestFinished(async () => {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  });
  const cache = join(folder, 'cache');
  const publishTree = async (branch: string, tree: string, parent?: string) => {
    const commit = await host.git(...AUTHOR, 'commit-tree', tree, '-m', 'Change', ...(parent ? ['-p', parent] : []));
    await host.git('update-ref', `refs/heads/${branch}`, commit);
    return commit;
  };
  return {
    host,
    folder,
    cache,
    publishTree,
    publish: async (branch, files, parent) => publishTree(branch, await treeOf(host, files), parent),
    async attempt({ base = 'main', url = host.url, token = READ_TOKEN } = {}) {
      const root = join(folder, `attempt-${attempts++}`);
      await mkdir(root);
      return arrive({ root, cache, url, token, base, branch: OWN });
    },
  };
}

async function treeOf(host: GitHost, files: Files): Promise<string> {
  const blobs = Object.entries(files).map(
    async ([path, text]) => [path, `100644 blob ${await host.write(text)}`] as const,
  );
  return host.mktree(Object.fromEntries(await Promise.all(blobs)));
}

/** Packs by name, and which file on the disk each is: the same for all who share it. */
export async function packsOf({ directory }: Pick<Git, 'directory'>): Promise<ReadonlyMap<string, number>> {
  const folder = join(directory, 'objects/pack');
  const packs = (await readdir(folder)).filter((file) => file.endsWith('.pack'));
  return new Map(await Promise.all(packs.map(async (file) => [file, (await stat(join(folder, file))).ino] as const)));
}

/** Folders of the cache that are whole. */
export async function mirrorsIn(cache: string): Promise<readonly string[]> {
  const names = await readdir(cache).catch((): string[] => []);
  return names.filter((name) => !name.startsWith('.')).map((name) => join(cache, name));
}
