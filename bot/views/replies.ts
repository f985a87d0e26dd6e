import type { Task } from '#shared/task/task.ts';
import { type Attempt, attemptsOf } from './attempts.ts';
import { baselineMessage, testsMessage } from './checks-replies.ts';
import { endMessage } from './end-reply.ts';
import type { LinkTo } from './measures.ts';
import type { Message } from './message.ts';
import { pullRequestMessage } from './pull-request-reply.ts';

/** A message that is posted once: its key stays the same for as long as the task exists. */
export interface Reply {
  readonly key: string;
  /** Somebody waits for just this one. */
  readonly urgent: boolean;
  readonly message: Message;
}

/** The few messages that notify, in the order they are posted. */
export function replies(task: Task, linkTo?: LinkTo): readonly Reply[] {
  const attempts = attemptsOf(task);
  const opener = attempts.find(({ end }) => end?.status === 'succeeded')?.number ?? task.attempt;
  return attempts.flatMap((attempt) => [
    ...baselineReply(attempt),
    ...testsReply(attempt, linkTo),
    ...(attempt.number === opener ? pullRequestReply(task) : []),
    ...endReply(task, attempt),
  ]);
}

/** Of the task, not of an attempt: a second try would only say the same again. */
function baselineReply({ baseline }: Attempt): readonly Reply[] {
  const message = baseline && baselineMessage(baseline);
  return message ? [{ key: 'baseline', urgent: false, message }] : [];
}

function testsReply({ number, evidence }: Attempt, linkTo: LinkTo | undefined): readonly Reply[] {
  return evidence ? [{ key: `${number}:tests`, urgent: false, message: testsMessage(number, evidence, linkTo) }] : [];
}

/** There is one pull request per task, however many attempts. */
function pullRequestReply(task: Task): readonly Reply[] {
  if (!task.pullRequest) return [];
  return [{ key: 'pull-request', urgent: false, message: pullRequestMessage(task, task.pullRequest) }];
}

function endReply(task: Task, attempt: Attempt): readonly Reply[] {
  if (!attempt.end) return [];
  const kind = attempt.end.status === 'rejected' ? 'refused' : 'end';
  return [{ key: `${attempt.number}:${kind}`, urgent: true, message: endMessage(task, attempt, attempt.end) }];
}
