import { branchCommit } from './git-read.ts';
import type { Host } from './host.ts';
import type { PullRequestRecord } from './pull-requests.ts';
import type { Repository } from './repositories.ts';

/** What would come of merging the two branches as they are now. */
export type Mergeability =
  | { readonly kind: 'clean'; readonly base: string; readonly head: string; readonly tree: string }
  | { readonly kind: 'conflicts'; readonly paths: readonly string[] }
  | { readonly kind: 'branch missing'; readonly branch: string }
  | { readonly kind: 'no common history' }
  | { readonly kind: 'nothing to merge' };

export async function mergeability(
  { git }: Host,
  { gitDir }: Repository,
  record: Pick<PullRequestRecord, 'base' | 'head'>,
): Promise<Mergeability> {
  const base = await branchCommit(git, gitDir, record.base);
  const head = await branchCommit(git, gitDir, record.head);
  if (base === undefined) return { kind: 'branch missing', branch: record.base };
  if (head === undefined) return { kind: 'branch missing', branch: record.head };
  const forkedAt = await git.ask(gitDir, ['merge-base', base, head]);
  if (forkedAt === undefined) return { kind: 'no common history' };
  if (forkedAt === head) return { kind: 'nothing to merge' };
  const trial = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', base, head];
  const { text, exitCode } = await git.start(gitDir, trial, MOST_CHARACTERS);
  const [tree = '', ...paths] = text.split('\0').filter((field) => field !== '');
  return exitCode === 0 ? { kind: 'clean', base, head, tree } : { kind: 'conflicts', paths };
}

const MOST_CHARACTERS = 1_000_000;

/** Why it cannot be merged, for the person who wants to. */
export function mergeProblem(found: Exclude<Mergeability, { kind: 'clean' }>): string {
  switch (found.kind) {
    case 'conflicts':
      return 'Both branches changed the same places.';
    case 'branch missing':
      return `The branch ${found.branch} is not there any more.`;
    case 'no common history':
      return 'The two branches have no commit in common.';
    case 'nothing to merge':
      return 'Every commit of this branch is already in the other one.';
    default:
      return found satisfies never;
  }
}
