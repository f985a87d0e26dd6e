import { TaskError } from '#shared/task/failure.ts';
import { branchCommit } from './git-read.ts';
import type { Host } from './host.ts';
import { fullName, type Repository } from './repositories.ts';

/** Merges an open pull request with a merge commit, as the green button does. */
export async function mergePullRequest(host: Host, repository: Repository, number: number): Promise<void> {
  const { git, pullRequests, now } = host;
  const { gitDir, owner } = repository;
  const record = pullRequests.find(repository.id, number);
  if (record?.state !== 'open' || record.draft) throw notMergeable(repository, number);
  const base = await branchCommit(git, gitDir, record.base);
  const head = await branchCommit(git, gitDir, record.head);
  if (base === undefined || head === undefined) throw notMergeable(repository, number);
  const tree = await git.ask(gitDir, ['merge-tree', '--write-tree', base, head]);
  if (tree === undefined) throw notMergeable(repository, number);
  const message = `Merge pull request #${number} from ${owner}/${record.head}\n\n${record.title}`;
  const parents = ['-p', base, '-p', head];
  const mergeCommit = await git.run(gitDir, ['commit-tree', ...parents, '-m', message, tree], { env: identity(now()) });
  await git.run(gitDir, ['update-ref', `refs/heads/${record.base}`, mergeCommit, base]);
  const mergedAt = now();
  const merged = {
    state: 'closed',
    headCommit: head,
    baseCommit: base,
    closedAt: mergedAt,
    mergedAt,
    mergeCommit,
  } as const;
  pullRequests.update({ ...record, ...merged });
}

function notMergeable(repository: Repository, number: number): TaskError {
  return new TaskError('not_mergeable', `Pull request #${number} of ${fullName(repository)} cannot be merged.`, {
    whose: 'yours',
    remedy: 'It has to be open, no draft, and free of conflicts with its base.',
  });
}

function identity(atMs: number): Record<string, string> {
  const person = {
    NAME: 'Bellhop playground',
    EMAIL: 'playground@bellhop.invalid',
    DATE: `@${Math.floor(atMs / 1000)} +0000`,
  };
  const roles = ['GIT_AUTHOR', 'GIT_COMMITTER'];
  return Object.fromEntries(
    roles.flatMap((role) =>
      Object.entries(person).map(([field, value]): [string, string] => [`${role}_${field}`, value]),
    ),
  );
}
