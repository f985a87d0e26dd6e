import { TaskError } from '#shared/task/failure.ts';
import { type CommentPlace, MOST_COMMENT_CHARACTERS } from './conversation.ts';
import type { Host } from './host.ts';
import { followBranches, lookAtEnds } from './pull-request-ends.ts';
import { alreadyOpen, reopenProblems } from './pull-request-rules.ts';
import type { PullRequestRecord } from './pull-requests.ts';
import type { Repository } from './repositories.ts';

/** What a person does to a pull request, and who it is. */
export interface Act {
  readonly repository: Repository;
  readonly record: PullRequestRecord;
  readonly actor: string;
}

export async function closePullRequest(host: Host, { repository, record, actor }: Act): Promise<void> {
  refuseArchived(repository);
  // What it was about is looked at once more: afterwards it no longer follows its branches.
  const { headCommit, baseCommit } = await followBranches(host, repository, record);
  const now = asItIsNow(host, record);
  if (now.state === 'closed') throw refused('It is closed already.', 'There is nothing left to do.');
  host.pullRequests.update({ ...now, headCommit, baseCommit, state: 'closed', closedAt: host.now() });
  host.conversations.add(record.id, actor, 'closed');
}

export async function reopenPullRequest(host: Host, { repository, record, actor }: Act): Promise<void> {
  refuseArchived(repository);
  const ends = await lookAtEnds(host, repository, record);
  const now = asItIsNow(host, record);
  if (now.state === 'open') throw refused('It is open already.', 'There is nothing left to do.');
  const [problem] = reopenProblems(now, ends);
  if (problem !== undefined) throw notReopened(problem);
  const reopened = host.pullRequests.update({ ...now, state: 'open', closedAt: null });
  if (reopened === undefined) throw notReopened(alreadyOpen(repository.owner, record.head)[0]);
  host.conversations.add(record.id, actor, 'reopened');
}

export function markReady(host: Host, { repository, record, actor }: Act): void {
  refuseArchived(repository);
  if (record.state === 'closed') throw refused('It is closed.', 'Reopen it first.');
  if (!record.draft) throw refused('It is ready for review already.', 'There is nothing left to do.');
  host.pullRequests.update({ ...record, draft: false });
  host.conversations.add(record.id, actor, 'readied');
}

/** What a person says, perhaps at a file or with the verdict of a review. */
export interface Comment {
  readonly text: string;
  readonly place?: CommentPlace;
  readonly verdict?: 'approved' | 'objected';
}

export function comment(host: Host, { repository, record, actor }: Act, { text, place, verdict }: Comment): void {
  refuseArchived(repository);
  const body = text.replace(/\r\n?/g, '\n').trim();
  if (body === '' && verdict !== 'approved') throw refused('A comment needs some words.', 'Write something.');
  if ([...body].length > MOST_COMMENT_CHARACTERS)
    throw refused(`A comment may have ${MOST_COMMENT_CHARACTERS} characters.`, 'Say it in fewer.');
  host.conversations.add(record.id, actor, verdict ?? 'commented', body, place);
}

function refuseArchived({ archived }: Repository): void {
  if (archived) throw refused('The repository was archived, so it is read-only.', 'Unarchive it first.');
}

// Asked after git was: somebody else may have merged or closed it meanwhile.
function asItIsNow({ pullRequests }: Host, record: PullRequestRecord): PullRequestRecord {
  return pullRequests.find(record.repository, record.number) ?? record;
}

function notReopened(problem: { field?: string; message?: string } | undefined): TaskError {
  const why = problem?.message ?? `The ${problem?.field} branch is not there any more.`;
  return refused(`It cannot be opened again: ${why}`, 'Open a new pull request for what is left to do.');
}

function refused(words: string, remedy: string): TaskError {
  return new TaskError('pull_request_refused', words, { whose: 'yours', remedy });
}
