import { TaskError } from '#shared/task/failure.ts';
import type { Host } from './host.ts';
import { mergeability, mergeProblem } from './mergeability.ts';
import type { PullRequestRecord } from './pull-requests.ts';
import { fullName, type Repository } from './repositories.ts';

/** Merges an open pull request with a merge commit, as the green button does; or as one new commit, with `squash`. */
export async function mergePullRequest(
  host: Host,
  repository: Repository,
  number: number,
  { actor, expectedHead, squash = false }: { actor: string; expectedHead?: string; squash?: boolean },
): Promise<void> {
  const record = host.pullRequests.find(repository.id, number);
  const refuse = ([why, remedy]: Refused) => notMergeable(repository, number, why, remedy);
  const refused = stateProblem(repository, record);
  if (record === undefined || refused !== undefined) throw refuse(refused ?? ['There is no such pull request.']);
  const found = await mergeability(host, repository, record);
  if (found.kind !== 'clean') throw refuse([mergeProblem(found)]);
  if (expectedHead !== undefined && expectedHead !== found.head)
    throw refuse(['Somebody pushed to the branch meanwhile.', 'Look at what is new, and merge again.']);
  const mergeCommit = await commitMerge(host, repository, record, { ...found, actor, squash });
  if (mergeCommit === undefined) throw refuse(['The branch it goes into moved just now.', 'Merge again.']);
  const { base, head } = found;
  const mergedAt = host.now();
  const merged = { state: 'closed', headCommit: head, baseCommit: base, closedAt: mergedAt, mergedAt } as const;
  const now = host.pullRequests.find(repository.id, number) ?? record;
  host.pullRequests.update({ ...now, ...merged, mergeCommit });
  host.conversations.add(record.id, actor, 'merged');
}

type Refused = readonly [why: string, remedy?: string];

function stateProblem({ archived }: Repository, record: PullRequestRecord | undefined): Refused | undefined {
  if (record === undefined) return undefined;
  if (archived) return ['The repository was archived, so it is read-only.', 'Unarchive it first.'];
  if (record.mergedAt !== null) return ['It is merged already.', 'There is nothing left to do.'];
  if (record.state !== 'open') return ['It is closed.', 'Reopen it first.'];
  return record.draft ? ['It is a draft.', 'Mark it as ready for review first.'] : undefined;
}

function notMergeable(repository: Repository, number: number, why: string, remedy = DEFAULT_REMEDY): TaskError {
  const words = `Pull request #${number} of ${fullName(repository)} cannot be merged. ${why}`;
  return new TaskError('not_mergeable', words, { whose: 'yours', remedy });
}

const DEFAULT_REMEDY = 'It has to be open, no draft, and free of conflicts with its base.';

/** The new commit; undefined when the base was moved by another in the same moment. */
async function commitMerge(
  { git, now }: Host,
  { gitDir, owner }: Repository,
  record: PullRequestRecord,
  { base, head, tree, actor, squash }: { base: string; head: string; tree: string; actor: string; squash: boolean },
): Promise<string | undefined> {
  const message = `Merge pull request #${record.number} from ${owner}/${record.head}\n\n${record.title}`;
  const parents = squash ? ['-p', base] : ['-p', base, '-p', head];
  const commit = await git.run(gitDir, ['commit-tree', ...parents, '-m', message, tree], {
    env: identity(actor, now()),
  });
  const ref = `refs/heads/${record.base}`;
  try {
    await git.run(gitDir, ['update-ref', ref, commit, base]);
    return commit;
  } catch (error) {
    // git says in prose that it lost the race; whoever merged would see only that the server broke.
    if ((await git.run(gitDir, ['rev-parse', ref])) === base) throw error;
    return undefined;
  }
}

function identity(name: string, atMs: number): Record<string, string> {
  const email = `${name}@bellhop.invalid`;
  const date = `@${Math.floor(atMs / 1000)} +0000`;
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}
