import type { Moment } from '#shared/task/task.ts';
import { age, count } from './amounts.ts';
import { buttonRow, context } from './blocks.ts';
import { linkButton, taskButtons } from './buttons.ts';
import { fit } from './fit.ts';
import { type ListedTask, runningFirst } from './home.ts';
import { type Message, message, say } from './message.ts';
import { planOf, planRow } from './plan.ts';
import { bold, code, lines, link, type Piece, richText } from './rich-text.ts';
import { stateSentence } from './state.ts';
import { nameOf, placeOf, titleOf } from './subject.ts';

const TASKS_LISTED = 12;

/** A person's own tasks, what runs first. */
export function list(tasks: readonly ListedTask[], now: Moment): Message {
  if (tasks.length === 0) return say('You have not asked for anything yet.', [code('/agent help'), ' says how.']);
  const shown = tasks.toSorted((a, b) => runningFirst(a.task, b.task)).slice(0, TASKS_LISTED);
  const title = `You have asked for ${count(tasks.length, 'task')}.`;
  return message(title, [
    richText(lines([bold(title)], ...shown.flatMap((listed) => listRows(listed, now)))),
    ...(tasks.length > shown.length ? [context([`and ${tasks.length - shown.length} older`])] : []),
  ]);
}

const listRows = ({ task, permalink }: ListedTask, now: Moment): readonly (readonly Piece[])[] => [
  [permalink === undefined ? bold(titleOf(task)) : link(permalink, titleOf(task))],
  [code(task.id), ` ${placeOf(task)}, asked ${age(now - task.createdAt)}: ${fit(stateSentence(task), 250)}`],
];

/** Where one task stands, step by step. */
export function status({ task, permalink }: ListedTask): Message {
  const state = stateSentence(task);
  const thread = permalink === undefined ? [] : linkButton(task, 'open_thread', 'Open thread', permalink);
  return message(`${titleOf(task)}: ${state}`, [
    richText(lines([bold(titleOf(task))], [state], ...planOf(task).map((line) => [planRow(line)]))),
    context([placeOf(task), `asked by ${nameOf(task.requester)}`, `attempt ${task.attempt}`, task.id]),
    ...buttonRow([...thread, ...taskButtons(task)]),
  ]);
}
