import type { protos } from '@google-cloud/tasks';
import type { Identity } from '../identity.ts';
import { dispatch, isDone } from './dispatch.ts';
import type { createFaults } from './faults.ts';
import type { HeldTask, Outcome } from './held-task.ts';
import { createRate } from './rate.ts';
import { isGivenUp, pauseAfter, retryRulesOf } from './retry.ts';

export type IQueue = protos.google.cloud.tasks.v2.IQueue;

/** One dispatch that is over, whatever came of it. */
export interface Dispatched {
  readonly task: string;
  readonly body: string;
  /** Counted from 1. */
  readonly attempt: number;
  readonly outcome: Outcome;
  /** Nobody will try again: Cloud Tasks deletes such a task. */
  readonly isGivenUp: boolean;
}

interface Around {
  readonly identity: Pick<Identity, 'mint'>;
  readonly faults: Pick<ReturnType<typeof createFaults>, 'next'>;
  readonly now: () => number;
  readonly onDispatched: (dispatched: Dispatched) => void;
}

export interface Queue {
  readonly config: IQueue;
  add(task: HeldTask): void;
  /** False when there is no such task, or no more. */
  remove(id: string): boolean;
  tasks(): readonly HeldTask[];
  /** Whether there is a task of this name, or was not long ago: no other may be called so. */
  isTaken(id: string): boolean;
  close(): Promise<void>;
}

/** Brings its tasks to their targets, as fast as its limits allow, and again after a pause until they are done. */
export function createQueue(config: IQueue, { identity, faults, now, onDispatched }: Around): Queue {
  const waiting = new Map<string, HeldTask>();
  const underWay = new Map<string, Promise<void>>();
  const names = new Set<string>();
  const removed = new Set<string>();
  const rules = retryRulesOf(config.retryConfig);
  const { perSecond, burst, atOnce } = limitsOf(config);
  const rate = createRate(perSecond, burst, now);
  const end = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  function pump(): void {
    clearTimeout(timer);
    while (!end.signal.aborted && underWay.size < atOnce) {
      const next = earliest(waiting.values());
      if (!next) return;
      const pauseMs = Math.max(next.dueAt - now(), rate.waitMs());
      if (pauseMs > 0) {
        timer = setTimeout(pump, Math.min(pauseMs, 60_000));
        return;
      }
      rate.take();
      begin(next);
    }
  }

  function begin(task: HeldTask): void {
    waiting.delete(task.id);
    const way = { identity, fault: faults.next('dispatch'), end: end.signal };
    const run = dispatch(task, way).then((outcome) => {
      underWay.delete(task.id);
      if (!end.signal.aborted) settle(task, outcome);
      pump();
    });
    underWay.set(task.id, run);
  }

  function settle(task: HeldTask, outcome: Outcome): void {
    task.attempts += 1;
    task.answers += 'status' in outcome ? 1 : 0;
    task.last = outcome;
    const failed = !isDone(outcome) && !removed.has(task.id);
    const givenUp = failed && isGivenUp({ attempts: task.attempts, forMs: now() - task.createdAt }, rules);
    const body = task.request.body?.toString() ?? '';
    onDispatched({ task: task.id, body, attempt: task.attempts, outcome, isGivenUp: givenUp });
    if (!failed || givenUp) return;
    task.dueAt = now() + pauseAfter(task.attempts, rules);
    waiting.set(task.id, task);
  }

  return {
    config,
    add: (task) => {
      names.add(task.id);
      waiting.set(task.id, task);
      setImmediate(pump);
    },
    remove: (id) => {
      // A dispatch under way goes on; it will be the last one.
      if (underWay.has(id) && !removed.has(id)) return Boolean(removed.add(id));
      return waiting.delete(id);
    },
    tasks: () => [...waiting.values()],
    isTaken: (id) => names.has(id),
    close: async () => {
      end.abort();
      clearTimeout(timer);
      await Promise.all(underWay.values());
    },
  };
}

function earliest(tasks: Iterable<HeldTask>): HeldTask | undefined {
  let first: HeldTask | undefined;
  for (const task of tasks) if (!first || task.dueAt < first.dueAt) first = task;
  return first;
}

/** What Cloud Tasks does when a queue sets no limits of its own. */
function limitsOf({ rateLimits }: IQueue) {
  const perSecond = rateLimits?.maxDispatchesPerSecond || 500;
  const burst = rateLimits?.maxBurstSize || Math.max(1, Math.ceil(perSecond / 5));
  return { perSecond, burst, atOnce: rateLimits?.maxConcurrentDispatches || 1_000 };
}
