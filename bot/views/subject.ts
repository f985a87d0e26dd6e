import type { Person, Task } from '#shared/task/task.ts';
import { oneLine } from '#shared/text/escape.ts';
import { fit } from './fit.ts';

const TITLE_LENGTH = 140;

/** What a task is called: the beginning of the request, on one line. */
export function titleOf(task: Pick<Task, 'request'>): string {
  return fit(oneLine(task.request.words), TITLE_LENGTH) || 'A request without words';
}

/** The repository and, once it is known, the branch the work starts from. */
export function placeOf({ request, work }: Pick<Task, 'request' | 'work'>): string {
  const branch = request.base ?? work.base?.branch;
  const repository = fit(oneLine(request.repository), 140);
  return branch === undefined ? repository : `${repository}@${fit(oneLine(branch), 100)}`;
}

/** A person's name for reading. It is whatever they call themselves, and may be empty. */
export const nameOf = (person: Person): string => fit(oneLine(person.name), 60) || 'somebody';

/** Somebody's words as a sentence of ours. */
export function sentence(words: string, max: number): string {
  const line = fit(oneLine(words), max);
  return /[.!?…:]$/.test(line) ? line : `${line}.`;
}
