import type { Task } from '#shared/task/task.ts';

/** The task, had the agent of its change this to say to later ones. */
export function taught(task: Task, lessons: readonly string[] = ['The tests need TZ=UTC.']): Task {
  const { change } = task.work;
  if (!change) return task;
  const account = { ...change.account, lessons: [...lessons] };
  return { ...task, work: { ...task.work, change: { ...change, account } } };
}
