import type { HomeView, KnownBlock } from '@slack/types';
import { hasEnded, type Moment, type Person, type Task } from '#shared/task/task.ts';
import { actionId } from './actions.ts';
import { age, count } from './amounts.ts';
import { buttonRow, context, header, plainText } from './blocks.ts';
import { linkButton, taskButtons } from './buttons.ts';
import { fit } from './fit.ts';
import { NO_REPOSITORY } from './repositories.ts';
import { bold, code, lines, richText } from './rich-text.ts';
import { stateSentence } from './state.ts';
import { nameOf, placeOf, titleOf } from './subject.ts';

/** A task and the address of its thread. */
export interface ListedTask {
  readonly task: Task;
  readonly permalink?: string;
}

interface HomeAround {
  readonly person: Person;
  readonly tasks: readonly ListedTask[];
  /** Those the person may ask for. */
  readonly repositories: readonly string[];
  readonly now: Moment;
}

/** Three blocks each, of the hundred Slack takes. */
const TASKS_SHOWN = 20;

/** A person's own tasks, what runs first. */
export function home({ person, tasks, repositories, now }: HomeAround): HomeView {
  const ordered = tasks.toSorted((a, b) => runningFirst(a.task, b.task));
  const older = tasks.length - TASKS_SHOWN;
  return {
    type: 'home',
    blocks: [
      header(`${nameOf(person)}'s tasks`),
      ...(tasks.length === 0 ? [emptyState(repositories)] : []),
      ...newTask(repositories),
      ...ordered.slice(0, TASKS_SHOWN).flatMap((listed) => taskBlocks(listed, now)),
      ...(older > 0 ? [context([`and ${older} older`])] : []),
    ],
  };
}

/** Those that still run before those that ended, each kind newest first. */
export const runningFirst = (a: Task, b: Task): number =>
  Number(hasEnded(a)) - Number(hasEnded(b)) || b.createdAt - a.createdAt;

function emptyState(repositories: readonly string[]): KnownBlock {
  const [first] = repositories;
  if (first === undefined) return richText(lines([NO_REPOSITORY]));
  return richText(
    lines(
      ['Nothing here yet. In any channel I am in, type'],
      [code(`/agent ${fit(first, 140)} what to change`)],
      [`or press the button. You may ask for ${count(repositories.length, 'repository', 'repositories')}.`],
    ),
  );
}

const newTask = (repositories: readonly string[]): readonly KnownBlock[] =>
  repositories.length === 0
    ? []
    : buttonRow([
        { type: 'button', action_id: actionId('new_task', 'home'), text: plainText('New task', 75), style: 'primary' },
      ]);

function taskBlocks({ task, permalink }: ListedTask, now: Moment): readonly KnownBlock[] {
  const thread = permalink === undefined ? [] : linkButton(task, 'open_thread', 'Open thread', permalink);
  return [
    richText(lines([bold(titleOf(task))], [fit(stateSentence(task), 250)])),
    context([placeOf(task), `asked ${age(now - task.createdAt)}`]),
    ...buttonRow([...thread, ...taskButtons(task)]),
  ];
}
