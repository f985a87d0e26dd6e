import { compare } from './comparison.ts';
import { branchCommit } from './git-read.ts';
import type { Host } from './host.ts';
import type { Ends } from './pull-request-rules.ts';
import type { PullRequestRecord } from './pull-requests.ts';
import type { Repository } from './repositories.ts';

/** Where a head and a base are now, and what lies between them. */
export async function lookAtEnds(
  { git }: Host,
  { gitDir, owner }: Repository,
  { head, base }: { head: string; base: string },
): Promise<Ends> {
  const headCommit = await branchCommit(git, gitDir, head);
  const baseCommit = await branchCommit(git, gitDir, base);
  const known = headCommit !== undefined && baseCommit !== undefined;
  const commits = known ? (await compare(git, gitDir, baseCommit, headCommit))?.commits : undefined;
  return { owner, head, base, headCommit, baseCommit, commits };
}

/** An open pull request follows its branches. */
export async function followBranches(
  { git }: Host,
  { gitDir }: Repository,
  record: PullRequestRecord,
): Promise<PullRequestRecord> {
  if (record.state === 'closed') return record;
  const headCommit = (await branchCommit(git, gitDir, record.head)) ?? record.headCommit;
  const baseCommit = (await branchCommit(git, gitDir, record.base)) ?? record.baseCommit;
  return { ...record, headCommit, baseCommit };
}
