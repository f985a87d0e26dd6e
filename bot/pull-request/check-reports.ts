import type { CheckReport } from '#shared/pull-request.ts';
import type { TaskIn } from '#shared/task/task.ts';
import { shortCommit } from '../views/amounts.ts';
import { verdictSentence } from '../views/evidence.ts';
import { evidenceText } from '../views/evidence-text.ts';
import type { LinkTo } from '../views/measures.ts';
import { movedNotice } from './evidence-moved.ts';

/**
 * What the commits of a task's branch are to say: the evidence where it was gathered, and where the branch is now. It never
 * fails: a check run that fails can block a merge, and that is for the repository's own checks, which run with all they
 * need. Ours ran apart from the world and may be red for that alone; the draft says what it means.
 */
export function checkReportsOf(task: TaskIn<'succeeded'>, linkTo: LinkTo): readonly CheckReport[] {
  const { id, attempt, request, evidence, pullRequest, movedTo } = task;
  const about = { repository: request.repository, id, detailsUrl: pullRequest.url };
  const text = evidenceText(evidence, (file) => linkTo(attempt, file)).join('\n\n');
  const notice = movedNotice(task);
  if (movedTo === undefined || notice === undefined) {
    const conclusion = evidence.verdict === 'green' ? 'success' : 'neutral';
    return [{ ...about, commit: evidence.head, conclusion, title: verdictSentence(evidence), summary: text }];
  }
  const over = `Superseded: the branch is at ${shortCommit(movedTo)} now`;
  const newer = `Not checked: the evidence is of ${shortCommit(evidence.head)}`;
  return [
    { ...about, commit: evidence.head, conclusion: 'neutral', title: over, summary: `${notice}\n\n${text}` },
    { ...about, commit: movedTo, conclusion: 'neutral', title: newer, summary: notice },
  ];
}
