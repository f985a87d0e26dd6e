import type { Failure } from '#shared/task/failure.ts';
import { hasEnded, type Person, type Task } from '#shared/task/task.ts';
import { oneLine } from '#shared/text/escape.ts';
import { buttonRow } from './blocks.ts';
import { followUpButton } from './buttons.ts';
import { fit } from './fit.ts';
import { type Message, message, say } from './message.ts';
import { wayOut } from './problem.ts';
import { askable } from './repositories.ts';
import { code, lines, type Piece, prose, richText } from './rich-text.ts';
import { stateSentence } from './state.ts';
import { nameOf, placeOf, sentence, titleOf } from './subject.ts';

// What was typed and understood

export const accepted = (task: Task): Message =>
  say(`I have it: ${titleOf(task)} (${placeOf(task)}). Follow it in the thread I open for it.`);

/** Everything that can be typed, and the repositories it can be typed for. */
export const help = (repositories: readonly string[]): Message =>
  say('I change code when you ask me to, run the checks, and open a pull request.', ...COMMANDS, [
    askable(repositories),
  ]);

const COMMANDS: readonly (readonly Piece[])[] = [
  [code('/agent owner/name what to change'), ' asks for a change; ', code('owner/name@branch'), ' names its base'],
  [code('/agent'), ' opens a form for it'],
  [code('/agent check owner/name what to change'), ' says whether it would start, and spends nothing'],
  [code('/agent list'), ' shows your tasks, ', code('/agent status task-id'), ' shows one'],
  [code('/agent memory owner/name'), ' shows what earlier tasks found out there, and lets you take it out'],
  ['In the thread of a task, reply ', code('cancel'), ', ', code('retry'), ' or ', code('status'), '.'],
  ['Once it is over, reply ', code('follow up: what else'), ' to ask for more on the same pull request.'],
];

// What was typed and not understood

export const emptyRequest = (): Message =>
  say('Say what to change as well.', [
    'For example ',
    code('/agent owner/name Fix the rounding of prices in the cart'),
  ]);

export const unknownCommand = (word: string): Message =>
  say(`I do not know "${fit(oneLine(word), 140)}".`, [
    'Begin with a repository, like ',
    code('owner/name'),
    '; ',
    code('/agent help'),
    ' shows which and what else I can do.',
  ]);

export const unknownTask = (id: string): Message =>
  say(id.trim() === '' ? 'I know no such task.' : `I know no task ${fit(oneLine(id), 60)}.`, [
    code('/agent list'),
    ' shows yours.',
  ]);

// What was understood and not done

const CONTROLS = { cancel: 'cancel', retry: 'retry', steer: 'give notes to', 'follow up': 'ask for more on' } as const;

/** Refused, and never silently: who may do it is said. */
export const mayNotControl = (asked: keyof typeof CONTROLS, requester: Person): Message =>
  say(`Only ${nameOf(requester)} or an admin may ${CONTROLS[asked]} this task.`);

export const nothingToCancel = (task: Task): Message => say(`There is nothing left to stop. ${stateSentence(task)}`);

export const nothingToRetry = (task: Task): Message => say(`There is nothing to try again. ${stateSentence(task)}`);

/** `words`: what they said, so that one click makes it what is asked for next. */
export function nothingToSteer(task: Task, words = ''): Message {
  const said = `Nobody is working on this any more, so your note reaches nobody. ${stateSentence(task)}`;
  if (!hasEnded(task)) return say(said);
  return message(`${said} Reply "follow up" and what you want to ask for more.`, [
    richText(
      lines(prose(said), ['Reply ', code('follow up'), ' and what you want, or press the button, to ask for more.']),
    ),
    ...buttonRow([followUpButton(task, words)]),
  ]);
}

/** Said alone, it says nothing of what is wanted. */
export const emptyFollowUp = (task: Task): Message =>
  message('Say what you want as well.', [
    richText(lines(['Say what you want as well, for example ', code('follow up: rename the flag, too')])),
    ...buttonRow([followUpButton(task)]),
  ]);

export const notEnded = (task: Task): Message =>
  say(`I can try again once attempt ${task.attempt} is over. ${stateSentence(task)}`);

/** Any expected problem: what, whose, what to do. */
export function problem(failure: Failure): Message {
  const said = sentence(failure.words, 1_000);
  return message(said, [richText(lines(prose(said), ...wayOut(failure)))]);
}
