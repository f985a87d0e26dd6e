import { TaskError, toFailure } from '#shared/task/failure.ts';

/** Ends the program with what went wrong and what to do about it. Only what nobody expected shows its stack. */
export function tellProblem(error: unknown): never {
  const { words, remedy } = toFailure(error);
  process.stderr.write(`${words}\n${remedy}\n`);
  if (!(error instanceof TaskError)) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
