import type { PullRequestLink, Task } from '#shared/task/task.ts';
import { attemptsOf } from './attempts.ts';
import { context } from './blocks.ts';
import { whatFails } from './evidence.ts';
import { type Message, message } from './message.ts';
import { bold, lines, link, richText } from './rich-text.ts';
import { placeOf, sentence, titleOf } from './subject.ts';

const MISSING = 5;

/** Where the work is to be looked at, and why it is a draft when it is one. */
export function pullRequestMessage(task: Task, pullRequest: PullRequestLink): Message {
  const { number, url, draft, missing = [] } = pullRequest;
  const state = draft ? ` is open as a draft, ${whyDraft(task)}.` : ' is open for review.';
  return message(`Pull request #${number}${state} ${url}`, [
    richText(
      lines(
        [bold(draft ? 'Draft: ' : 'Ready: '), link(url, `pull request #${number}`), state],
        ...missing.slice(0, MISSING).map((each) => [sentence(each, 300)]),
      ),
    ),
    context([titleOf(task), placeOf(task)]),
  ]);
}

function whyDraft(task: Task): string {
  const evidence = attemptsOf(task).findLast((attempt) => attempt.evidence)?.evidence;
  if (evidence?.verdict === 'red') return `because ${whatFails(evidence)}`;
  if (evidence?.verdict === 'unproven') return 'because this repository has no checks that could prove it';
  if (task.work.change?.bound !== undefined) return 'because the agent was stopped before it said it was done';
  return 'until somebody marks it as ready on GitHub';
}
