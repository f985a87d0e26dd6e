import { expect } from 'vitest';
import type { Stored, TaskStore } from '#shared/ports.ts';
import type { BotFact, WorkerEvent } from '#shared/task/events.ts';
import { advance } from '#shared/task/lifecycle.ts';
import type { Task } from '#shared/task/task.ts';
import { bot } from '../../shared/task/samples.ts';

/** The record of a task that surely has one. */
export async function stored(store: TaskStore, task: Pick<Task, 'id'>): Promise<Stored> {
  const found = await store.read(task.id);
  expect(found).toBeDefined();
  return found as Stored;
}

/** One try to add facts to a record as it is now. */
export async function commitFacts(
  store: TaskStore,
  task: Pick<Task, 'id'>,
  facts: readonly BotFact[],
  hold: readonly WorkerEvent[] = [],
): Promise<boolean> {
  const from = await stored(store, task);
  const entries = facts.map((fact) => bot(fact, 2_000, from.task.attempt));
  return (await store.commit({ from, task: entries.reduce(advance, from.task), entries, hold })) !== undefined;
}
