import type { Moment, Task } from './task.ts';

/** US dollars spent by those attempts of a task that were born since a moment. */
export function spentSince(task: Task, since: Moment): number {
  const attempts = [...task.past, { startedAt: task.startedAt, usage: task.work.usage }];
  return attempts.reduce((usd, attempt) => usd + (attempt.startedAt >= since ? attempt.usage.usd : 0), 0);
}
