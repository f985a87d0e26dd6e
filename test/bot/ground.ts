import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import type { Fields, Logger } from '#bot/log.ts';
import { openDatabase } from '#shared/adapters/local/database.ts';
import { localMemory } from '#shared/adapters/local/memory.ts';
import { localTaskQueue } from '#shared/adapters/local/task-queue.ts';
import { localTaskStore } from '#shared/adapters/local/task-store.ts';
import type { JobRunner, TaskStore } from '#shared/ports.ts';
import { type Policy, parsePolicy } from '#shared/task/policy.ts';
import type { Task } from '#shared/task/task.ts';
import { temporaryFolder } from '../contracts/temporary-folder.ts';
import { BORN_AT } from './tasks.ts';

/** The embedded store, memory and queue on a folder of the test's own, under a clock that stands until it is moved. */
export function openGround() {
  const database = openDatabase(join(temporaryFolder(), 'bellhop.sqlite'));
  onTestFinished(() => database.close());
  const clock = { at: BORN_AT };
  const now = () => clock.at;
  return {
    clock,
    now,
    store: localTaskStore(database, { pollMs: 20 }),
    memory: localMemory(database),
    queue: localTaskQueue(database, { clock: now, pollMs: 20, report: () => {} }),
    ...openLog(),
  };
}

/** A log that is kept for the test to look at. */
export function openLog() {
  const said: { readonly event: string; readonly fields: Fields }[] = [];
  const keep = (event: string, fields: Fields = {}) => void said.push({ event, fields });
  const log: Logger = {
    info: keep,
    warn: keep,
    error: (event, error, fields) => keep(event, { ...fields, error }),
  };
  return { log, said };
}

/** A policy with `acme/shop`, everybody a member and Cleo an admin. */
export function policyOf(about: Readonly<Record<string, unknown>> = {}): Policy {
  const roles = { member: ['*'], admin: ['U0CLEO'] };
  return parsePolicy(stringify({ repositories: { 'acme/shop': {} }, roles, ...about }), 'policy.yml');
}

/** Executions that are only noted down: `running` now, and what became of all of them. */
export function openRunner() {
  const running = new Set<string>();
  const started: string[] = [];
  const stopped: string[] = [];
  const capabilities: string[] = [];
  const startedFor = new Map<string, string>();
  const runner: JobRunner = {
    start: async ({ task, attempt, capability }) => {
      const execution = `e${started.length + 1}`;
      started.push(execution);
      startedFor.set(execution, `${task}/${attempt}`);
      capabilities.push(capability);
      running.add(execution);
      return execution;
    },
    find: async ({ task, attempt }) =>
      [...running].filter((execution) => startedFor.get(execution) === `${task}/${attempt}`),
    stop: async (execution) => {
      stopped.push(execution);
      running.delete(execution);
    },
    state: async (execution) => (running.has(execution) ? 'running' : 'gone'),
    isolation: async () => ({ sandbox: 'bubblewrap' }),
  };
  return { runner, running, started, stopped, capabilities };
}

/** Puts a record into the store as it is; what happened before is not in its log. */
export async function put(store: TaskStore, task: Task): Promise<Task> {
  await store.create(task);
  return task;
}

/** The record of a task that surely has one. */
export async function recordOf(store: TaskStore, { id }: Pick<Task, 'id'>): Promise<Task> {
  const stored = await store.read(id);
  if (!stored) throw new Error(`there is no task ${id}`);
  return stored.task;
}

/** The types of what happened to a task, in order. */
export const factsOf = async (store: TaskStore, { id }: Pick<Task, 'id'>): Promise<readonly string[]> =>
  (await store.log(id)).map(({ event }) => event.fact.type);

/** Looks again and again until it is so. */
export async function until<T>(look: () => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`never so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
