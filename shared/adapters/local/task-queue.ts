import type { DatabaseSync } from 'node:sqlite';
import type { TaskQueue } from '#shared/ports.ts';
import type { Moment } from '#shared/task/task.ts';
import { growingPause } from '../growing-pause.ts';
import { type Report, warn } from '../report.ts';
import { type Delivery, deliveries } from './task-queue/deliveries.ts';

interface Options {
  readonly clock: () => Moment;
  /** Milliseconds until a delivery that was rejected so often comes again. */
  readonly backoff?: (rejections: number) => number;
  /** Deliveries under way at once, in this process. */
  readonly atOnce?: number;
  /** Deliveries begun within any second, so that a burst of work leaves room to answer people. */
  readonly perSecond?: number;
  /** How soon what a crashed process was handling comes again. */
  readonly leaseMs?: number;
  /** How soon it sees what another process enqueued, and what waited long enough. */
  readonly pollMs?: number;
  readonly report?: Report;
}

type Handle = Parameters<TaskQueue['serve']>[0];

/** Work for the dispatcher in the same file as the records. */
export function localTaskQueue(database: DatabaseSync, options: Options): TaskQueue {
  const { clock, backoff = growingPause(500, 60_000), atOnce = 8, perSecond = Number.POSITIVE_INFINITY } = options;
  const { leaseMs = 15_000, pollMs = 250, report = warn } = options;
  const rows = deliveries(database, clock, leaseMs);
  const wakers = new Set<() => void>();

  async function deliver(delivery: Delivery, handle: Handle): Promise<void> {
    const renewal = setInterval(() => attempt(() => rows.renew(delivery), report), leaseMs / 3);
    try {
      await handle({ task: delivery.task, attempt: delivery.attempt });
      rows.done(delivery);
    } catch (error) {
      report(error);
      attempt(() => rows.rejected(delivery, backoff(delivery.rejections + 1)), report);
    } finally {
      clearInterval(renewal);
    }
  }

  function serve(handle: Handle): () => Promise<void> {
    const underWay = new Set<Promise<void>>();
    const begun = countWithinASecond(clock);
    let open = true;

    function takeAll(): void {
      while (open && underWay.size < atOnce && begun.isBelow(perSecond)) {
        const delivery = rows.take();
        if (!delivery) return;
        begun.one();
        const run = deliver(delivery, handle).then(() => {
          underWay.delete(run);
          setImmediate(pump);
        });
        underWay.add(run);
      }
    }

    const pump = () => attempt(takeAll, report);
    const poll = setInterval(pump, pollMs);
    wakers.add(pump);
    setImmediate(pump);
    return async () => {
      open = false;
      wakers.delete(pump);
      clearInterval(poll);
      await Promise.all(underWay);
    };
  }

  return {
    enqueue: async (work) => {
      rows.add(work);
      // Later, so that whoever enqueued can answer a person before the work begins.
      for (const wake of wakers) setImmediate(wake);
    },
    serve,
  };
}

/** A busy or full disk is no reason to stop: the next poll, or the end of the lease, tries again. */
function attempt(act: () => void, report: Report): void {
  try {
    act();
  } catch (error) {
    report(error);
  }
}

/** Counts what happened within the last second. The next poll finds room again. */
function countWithinASecond(clock: () => Moment) {
  let moments: readonly Moment[] = [];
  return {
    isBelow: (most: number): boolean => {
      moments = moments.filter((at) => clock() - at < 1_000);
      return moments.length < most;
    },
    one: (): void => {
      moments = [...moments, clock()];
    },
  };
}
