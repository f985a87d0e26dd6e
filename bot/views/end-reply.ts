import type { Person, Task } from '#shared/task/task.ts';
import { oneLine } from '#shared/text/escape.ts';
import { refusalRows, refusalWords } from './admission.ts';
import { duration, money } from './amounts.ts';
import type { Attempt } from './attempts.ts';
import { context } from './blocks.ts';
import { fit } from './fit.ts';
import { type Message, message } from './message.ts';
import { wayOut } from './problem.ts';
import { bold, code, lines, mention, type Piece, richText } from './rich-text.ts';
import { doneSentence } from './state.ts';
import { nameOf, sentence } from './subject.ts';

type End = NonNullable<Attempt['end']>;

/** The last word of an attempt: what became of it, whose problem it is, and what can be done or was done next. */
export function endMessage(task: Task, attempt: Attempt, end: End): Message {
  const said = endSentence(task, attempt, end);
  const next = nextStep(attempt, end);
  const notify = notified(task, attempt, end);
  return message(
    [said, next?.sentence ?? ''].join(' '),
    [
      richText(
        lines(
          [...(notify ? [mention(notify), ' '] : []), bold(said)],
          ...explanation(end),
          ...(attempt.lessons ?? []).map(remembered),
          ...(next ? [next.pieces] : []),
        ),
      ),
      context([`attempt ${attempt.number}`, money(attempt.usage) ?? '', task.id].filter((fact) => fact !== '')),
    ],
    notify,
  );
}

function endSentence(task: Task, attempt: Attempt, end: End): string {
  switch (end.status) {
    case 'rejected':
      return `I did not start this: ${refusalWords(end.checks)}.`;
    case 'succeeded':
      return doneSentence({ evidence: end.evidence, pullRequest: task.pullRequest, tookMs: attempt.tookMs });
    case 'failed':
      return `Attempt ${attempt.number} ${wasLost(attempt) ? 'was lost' : 'failed'}: ${sentence(end.failure.words, 600)}`;
    case 'cancelled':
      return `Stopped in ${duration(end.tookMs)}, asked by ${nameOf(end.by)}.`;
    default:
      return end satisfies never;
  }
}

function explanation(end: End): readonly (readonly Piece[])[] {
  if (end.status === 'rejected') return refusalRows(end.checks);
  return end.status === 'failed' ? wayOut(end.failure) : [];
}

/** In the agent's words; `/agent memory` takes it out again. */
const remembered = (words: string): readonly Piece[] => ['Remembered for next time: ', fit(oneLine(words), 300)];

const wasLost = (attempt: Attempt): boolean => attempt.followed?.next === 'automatic';

interface NextStep {
  readonly sentence: string;
  readonly pieces: readonly Piece[];
}

function nextStep({ number, followed }: Attempt, end: End): NextStep | undefined {
  if (followed) {
    const who = followed.next === 'automatic' ? 'I' : followed.by ? nameOf(followed.by) : 'Somebody';
    const started = `${who} ${followed.next === 'follow_up' ? 'asked for more: that is' : 'started'} attempt ${number + 1}.`;
    return { sentence: started, pieces: [started] };
  }
  if (end.status === 'succeeded' && end.evidence.verdict !== 'red') return undefined;
  return { sentence: 'Reply "retry" to try again.', pieces: ['Reply ', code('retry'), ' to try again.'] };
}

/** Only the requester, only while there is something to decide, and not when they stopped it themselves. */
function notified(task: Task, attempt: Attempt, end: End): Person | undefined {
  if (attempt.followed) return undefined;
  return end.status === 'cancelled' && end.by.id === task.requester.id ? undefined : task.requester;
}
