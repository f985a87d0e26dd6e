import { TaskError } from '#shared/task/failure.ts';

const NAME = /^t[0-9a-f]{11}\/\d{1,9}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

/** The name, if a stored file may have it: the same in every store, with nothing in it that a path or a header would heed. */
export function checkedName(name: string): string {
  if (NAME.test(name)) return name;
  throw new TaskError('artifact_name_invalid', `${JSON.stringify(name.slice(0, 150))} cannot be the name of a file.`, {
    whose: 'service',
    remedy: 'Names are <task>/<attempt>/<file>, the file of letters, digits, dots, dashes and underscores.',
  });
}
