import type { JobRunner } from '#shared/ports.ts';
import type { Task } from '#shared/task/task.ts';

/** Ends every execution ever started for the task's attempt: those it knows, and those whose start nobody could note down. */
export async function stopExecutions(
  runner: Pick<JobRunner, 'find' | 'stop'>,
  { id, attempt, executions }: Task,
): Promise<void> {
  const stopAll = (names: readonly string[]) => Promise.all(names.map((execution) => runner.stop(execution)));
  const strangers = async () => {
    const found = await runner.find({ task: id, attempt });
    await stopAll(found.filter((execution) => !executions.includes(execution)));
  };
  await Promise.all([stopAll(executions), strangers()]);
}
