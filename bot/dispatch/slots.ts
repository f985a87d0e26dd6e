import type { Policy } from '#shared/task/policy.ts';
import type { Task } from '#shared/task/task.ts';

/** The slots one attempt needs: one of everybody's, one of its requester's. */
export function slotsFor(task: Task, { limits }: Policy): readonly { pool: string; size: number }[] {
  return [
    { pool: 'running', size: limits.running },
    { pool: `running by ${task.requester.id}`, size: limits.running_per_person },
  ];
}

/** Place in the line of those that passed admission and wait for a slot, from 1; oldest first. */
export function placeOf(task: Task, unsettled: readonly Task[]): number | undefined {
  const line = unsettled.filter(isWaiting).sort((a, b) => a.startedAt - b.startedAt);
  const index = line.findIndex(({ id }) => id === task.id);
  return index < 0 ? undefined : index + 1;
}

/** Admitted once, deferred for want of a slot. */
export const isWaiting = (task: Task): boolean => task.status === 'queued' && task.admission !== undefined;
