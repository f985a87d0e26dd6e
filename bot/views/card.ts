import type { AdmissionCheck } from '#shared/task/admission.ts';
import { hasEnded, type Task, type TaskIn } from '#shared/task/task.ts';
import { oneLine } from '#shared/text/escape.ts';
import { duration, money } from './amounts.ts';
import { buttonRow, context, header } from './blocks.ts';
import { taskButtons } from './buttons.ts';
import { fit } from './fit.ts';
import { type Message, message } from './message.ts';
import { wayOut } from './problem.ts';
import { provenance } from './provenance.ts';
import { bold, code, lines, link, type Piece, prose, richText } from './rich-text.ts';
import { stateSentence } from './state.ts';
import { nameOf, placeOf, sentence, titleOf } from './subject.ts';

export interface CardAround {
  /** Where the attempt's full log can be opened. */
  readonly logUrl?: string;
}

/** The root of a task's thread. Changes with the state and the step only, never with what happens inside a step. */
export function card(task: Task, around: CardAround): Message {
  const state = stateSentence(task);
  return message(`${titleOf(task)} (${placeOf(task)}, asked by ${nameOf(task.requester)}): ${state}`, [
    header(titleOf(task)),
    richText(lines([bold(state)], ...reasons(task), ...standing(task))),
    context(facts(task)),
    ...buttonRow(taskButtons(task, around.logUrl)),
  ]);
}

function reasons(task: Task): readonly (readonly Piece[])[] {
  if (task.status === 'failed') return wayOut(task.failure);
  if (task.status === 'rejected') return task.checks.filter(({ passed }) => !passed).flatMap(refusal);
  return [];
}

const refusal = (check: AdmissionCheck): readonly (readonly Piece[])[] => [
  prose(sentence(check.words, 200)),
  ...(check.refusal ? wayOut(check.refusal) : []),
];

/** What had already become true stays on the card, whatever became of the attempt. */
function standing(task: Task): readonly (readonly Piece[])[] {
  const stays = task.status === 'failed' || task.status === 'cancelled' ? ' It stays.' : '';
  if (task.pullRequest) {
    const { number, url, draft } = task.pullRequest;
    const shown = link(url, `Pull request #${number}`);
    if (task.status === 'succeeded') return [[shown], ...notTold(task)];
    return [[shown, draft ? ' is open as a draft.' : ' is open.', stays]];
  }
  return task.branch === undefined
    ? []
    : [['The work is pushed to ', code(fit(oneLine(task.branch), 200)), '.', stays]];
}

/** The check run is for reviewers; whoever can let it be shown reads this. */
const notTold = ({ told }: TaskIn<'succeeded'>): readonly (readonly Piece[])[] =>
  told?.refused === undefined ? [] : [prose(`GitHub does not show the evidence: ${sentence(told.refused, 300)}`)];

function facts(task: Task): readonly string[] {
  return [
    `${placeOf(task)} (${fit(oneLine(task.request.repositoryReason), 120)})`,
    `asked by ${nameOf(task.requester)}`,
    ...(task.attempt > 1 ? [`attempt ${task.attempt}`] : []),
    ...(hasEnded(task) ? [duration(task.changedAt - task.startedAt), ...spending(task)] : []),
    ...provenance(task.work),
    task.id,
  ];
}

function spending(task: Task): readonly string[] {
  const now = money(task.work.usage);
  const all = money({ usd: task.past.reduce((sum, { usage }) => sum + usage.usd, task.work.usage.usd) });
  if (all === undefined || task.past.length === 0) return now === undefined ? [] : [now];
  return [`${now ?? '$0.00'}, ${all} with earlier attempts`];
}
