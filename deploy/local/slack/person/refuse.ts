import { TaskError } from '#shared/task/failure.ts';

/** Something the Slack client would not let a person do. */
export function refuse(code: string, words: string, remedy: string): never {
  throw new TaskError(code, words, { whose: 'yours', remedy });
}
