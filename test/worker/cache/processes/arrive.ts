import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openMirror } from '#worker/cache/mirror.ts';
import { openShelf } from '#worker/cache/shelf.ts';
import { checkOut } from '#worker/commits.ts';
import { openGit } from '#worker/git.ts';
import { bring } from '#worker/steps/bring.ts';

interface Arrival {
  readonly root: string;
  readonly cache: string;
  readonly url: string;
  readonly token: string;
  readonly base: string;
  readonly branch: string;
}

const NEVER = new AbortController().signal;

/** Brings the code as an attempt does, until its files lie in a workspace. */
export async function arrive({ root, cache, url, token, base, branch }: Arrival) {
  const workTree = join(root, 'workspace');
  await mkdir(workTree);
  const git = openGit(join(root, '.git'), process.env);
  const mirror = openMirror(openShelf({ folder: cache, mostBytes: 1e9, log: () => undefined, signal: NEVER }), url);
  const assignment = { request: { repository: 'acme/shop', words: '' }, base, branch, cloneUrl: url };
  const bot = { token: async () => token };
  const commits = await bring({ assignment, bot, git, mirror, keepSecret: () => undefined }, NEVER);
  await checkOut(git, commits.base, { workTree, signal: NEVER });
  return { git, ...commits, workTree };
}

if (import.meta.main) await arrive(JSON.parse(process.argv[2] ?? ''));
