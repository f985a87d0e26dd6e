import type { Fact } from './events.ts';
import type { Task } from './task.ts';

/** Somebody moved the branch of a pull request. Back at the commit of the evidence it is as if it had never moved. */
export function branchAt(task: Task, head: string): Task {
  if (task.status !== 'succeeded' || head === (task.movedTo ?? task.evidence.head)) return task;
  const { movedTo: _, ...unmoved } = task;
  return head === task.evidence.head ? unmoved : { ...unmoved, movedTo: head };
}

/** What GitHub was told of it. */
export function withTold(task: Task, { movedTo, refused }: Extract<Fact, { type: 'evidence.told' }>): Task {
  if (task.status !== 'succeeded') return task;
  return { ...task, told: { ...(movedTo !== undefined && { movedTo }), ...(refused !== undefined && { refused }) } };
}
