import type { PullRequestLink, Task } from '#shared/task/task.ts';
import { attemptsOf } from './attempts.ts';
import { context } from './blocks.ts';
import { whatFails } from './evidence.ts';
import { type Message, message } from './message.ts';
import { bold, lines, link, richText } from './rich-text.ts';
import { placeOf, titleOf } from './subject.ts';

/** Where the work is to be looked at, and why it is a draft when it is one. */
export function pullRequestMessage(task: Task, pullRequest: PullRequestLink): Message {
  const { number, url, draft } = pullRequest;
  const state = draft ? ` is open as a draft, ${whyDraft(task)}.` : ' is open for review.';
  return message(`Pull request #${number}${state} ${url}`, [
    richText(lines([bold(draft ? 'Draft: ' : 'Ready: '), link(url, `pull request #${number}`), state])),
    context([titleOf(task), placeOf(task)]),
  ]);
}

function whyDraft(task: Task): string {
  const evidence = attemptsOf(task).findLast((attempt) => attempt.evidence)?.evidence;
  if (evidence?.verdict === 'red') return `because ${whatFails(evidence)}`;
  if (evidence?.verdict === 'unproven') return 'because this repository has no checks that could prove it';
  return 'because its checks were not all green';
}
