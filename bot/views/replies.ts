import type { Task } from '#shared/task/task.ts';
import { type Attempt, attemptsOf } from './attempts.ts';
import { baselineMessage, testsMessage } from './checks-replies.ts';
import { endMessage } from './end-reply.ts';
import type { LinkTo } from './measures.ts';
import type { Message } from './message.ts';
import { pullRequestMessage } from './pull-request-reply.ts';
import { startMessage } from './start-reply.ts';

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
  return attempts.flatMap((attempt, index) => [
    ...startReply(attempt),
    ...baselineReply(attempt),
    ...testsReply(attempt, linkTo),
    ...pullRequestReply(task, attempt, attempts.slice(0, index)),
    ...endReply(task, attempt),
  ]);
}

/** What an attempt after the first one is for, and what of the earlier ones it goes on from. */
function startReply({ number, opened, start }: Attempt): readonly Reply[] {
  if (!opened || !start) return [];
  return [{ key: `${number}:start`, urgent: false, message: startMessage(number, opened, start) }];
}

/** Of the task, not of an attempt: a second try would only say the same again. */
function baselineReply({ baseline }: Attempt): readonly Reply[] {
  const message = baseline && baselineMessage(baseline);
  return message ? [{ key: 'baseline', urgent: false, message }] : [];
}

function testsReply({ number, evidence }: Attempt, linkTo: LinkTo | undefined): readonly Reply[] {
  return evidence ? [{ key: `${number}:tests`, urgent: false, message: testsMessage(number, evidence, linkTo) }] : [];
}

/** A pull request is told of once, however many attempts bring it up to date. After a merge there may be another. */
function pullRequestReply(task: Task, { pullRequest }: Attempt, before: readonly Attempt[]): readonly Reply[] {
  const known = before.flatMap((attempt) => attempt.pullRequest?.number ?? []);
  if (!pullRequest || known.includes(pullRequest.number)) return [];
  const key = known.length === 0 ? 'pull-request' : `pull-request:${pullRequest.number}`;
  return [{ key, urgent: false, message: pullRequestMessage(task, pullRequest) }];
}

function endReply(task: Task, attempt: Attempt): readonly Reply[] {
  if (!attempt.end) return [];
  const kind = attempt.end.status === 'rejected' ? 'refused' : 'end';
  return [{ key: `${attempt.number}:${kind}`, urgent: true, message: endMessage(task, attempt, attempt.end) }];
}
