import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Moment, TaskId } from '#shared/task/task.ts';
import { statement, transact } from '../database.ts';

export interface Work {
  readonly task: TaskId;
  readonly attempt: number;
}

/** Work in somebody's hands. `delivery` tells these hands from later ones, whose result alone counts. */
export interface Delivery extends Work {
  readonly delivery: string;
  readonly rejections: number;
}

/**
 * One row for each piece of work. It waits until it is due; taking it puts that off by a lease, so that work in the
 * hands of a process that died comes due by itself. What is asked for again meanwhile is delivered once more.
 */
export function deliveries(database: DatabaseSync, clock: () => Moment, leaseMs: number) {
  const add = statement(database, ADD);
  const due = statement(database, 'SELECT 1 FROM work WHERE due <= :now LIMIT 1');
  const take = statement<Work & { rejections: number }>(database, TAKE);
  const renew = statement(database, 'UPDATE work SET due = :due WHERE delivery = :delivery');
  const remove = statement(database, 'DELETE FROM work WHERE delivery = :delivery AND again = 0');
  const putBack = statement(database, PUT_BACK);
  return {
    add: ({ task, attempt }: Work) => add.run({ task, attempt, now: clock() }),
    take: (): Delivery | undefined => {
      const now = clock();
      // Most looks find nothing, and looking takes no lock.
      if (!due.get({ now })) return undefined;
      const delivery = randomUUID();
      const taken = take.get({ delivery, now, due: now + leaseMs });
      return taken && { ...taken, delivery };
    },
    renew: ({ delivery }: Delivery) => renew.run({ delivery, due: clock() + leaseMs }),
    done: ({ delivery }: Delivery) =>
      transact(database, () => {
        if (remove.run({ delivery }) === 0) putBack.run({ delivery, now: clock(), pauseMs: 0, rejections: 0 });
      }),
    rejected: ({ delivery, rejections }: Delivery, pauseMs: number) =>
      putBack.run({ delivery, now: clock(), pauseMs, rejections: rejections + 1 }),
  };
}

const ADD = `
  INSERT INTO work (task, attempt, due, delivery, again, rejections) VALUES (:task, :attempt, :now, NULL, 0, 0)
  ON CONFLICT DO UPDATE SET again = delivery IS NOT NULL, due = iif(delivery IS NULL, :now, due)`;

const TAKE = `
  UPDATE work SET delivery = :delivery, due = :due, again = 0
  WHERE (task, attempt) = (SELECT task, attempt FROM work WHERE due <= :now ORDER BY due LIMIT 1)
  RETURNING task, attempt, rejections`;

const PUT_BACK = `
  UPDATE work SET delivery = NULL, due = :now + iif(again, 0, :pauseMs), again = 0, rejections = :rejections
  WHERE delivery = :delivery`;
