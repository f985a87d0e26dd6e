import { dirname, join } from 'node:path';
import type { RepoHost } from '#shared/ports.ts';
import type { Presentation, PullRequestDraft } from '#shared/pull-request.ts';
import { git, temporaryFolder, writeFiles } from '../../deploy/local/github/world.ts';

/**
 * A place with repositories, and the adapter that reaches them. `acme/shop` has `main`, `develop` at the same commit, and
 * `agent/fix` one ahead, and `alone`, which shares no history with them; `acme/empty` and `acme/archived` are what they are
 * called, and `acme/hidden` is not for the App. `ana` and `ben` may be asked for reviews, and the team `reviewers`.
 */
export interface Place {
  readonly host: RepoHost;
  /** The same, as another instance of the bot holds it. */
  readonly other: RepoHost;
  openPullRequests(): readonly Seen[];
  merge(number: number): Promise<void>;
  close(number: number): Promise<void>;
  /** Somebody says something about a pull request. */
  comment(number: number, by: string, said: Said): void;
  /** What stands on a commit, newest first. */
  checkRuns(
    commit: string,
  ): readonly { name: string; conclusion: string | null; title: string | null; summary: string | null }[];
  /** Takes a permission from the App, as its owner can. */
  forbid(permission: string): void;
  /** Lets time pass for host and place alike. */
  pass(ms: number): void;
}

interface Seen extends Presentation {
  readonly title: string;
  readonly body: string;
  readonly base: string;
  readonly draft: boolean;
  readonly number: number;
}

interface Said {
  readonly text: string;
  readonly place?: { readonly path: string; readonly line?: number };
  readonly verdict?: 'approved' | 'objected';
}

/** The pull request that is proposed there. */
export const FIX: PullRequestDraft = {
  repository: 'acme/shop',
  branch: 'agent/fix',
  base: 'main',
  title: 'Fix the cart',
  body: 'Why and how',
  draft: false,
};

export async function cloned(host: RepoHost, right: 'read' | 'push', branch = 'main'): Promise<string> {
  const { cloneUrl } = await host.repository('acme/shop');
  const { token } = await host.token('acme/shop', right);
  const folder = join(await temporaryFolder(), 'clone');
  await git(dirname(folder), 'clone', '--quiet', '--branch', branch, withToken(cloneUrl, token), folder);
  return folder;
}

export async function pushed(folder: string, branch: string) {
  await writeFiles(folder, { 'more.txt': 'more\n' });
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '-m', 'More');
  return await git(folder, 'push', 'origin', `HEAD:${branch}`);
}

export function withToken(cloneUrl: string, token: string): string {
  const url = new URL(cloneUrl);
  url.username = 'x-access-token';
  url.password = token;
  return url.href;
}
