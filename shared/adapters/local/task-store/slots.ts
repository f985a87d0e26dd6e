import type { DatabaseSync } from 'node:sqlite';
import type { TaskStore } from '#shared/ports.ts';
import { statement, transact } from '../database.ts';

/** The right to use capacity: numbered rows, taken and given back. */
export function slots(database: DatabaseSync): Pick<TaskStore, 'takeSlots' | 'giveSlots'> {
  const has = statement(database, 'SELECT 1 FROM slot WHERE task = :task AND pool = :pool');
  const lowestFree = statement<{ number: number }>(database, LOWEST_FREE);
  const take = statement(database, 'INSERT INTO slot (pool, number, task) VALUES (:pool, :number, :task)');
  const give = statement(database, 'DELETE FROM slot WHERE task = :task');
  return {
    takeSlots: async (task, pools) =>
      transact(database, () => {
        const missing = pools.filter(({ pool }) => !has.get({ task, pool }));
        const free = missing.flatMap(({ pool, size }) => {
          const slot = lowestFree.get({ pool, size });
          return slot ? [{ pool, number: slot.number }] : [];
        });
        if (free.length < missing.length) return false;
        for (const { pool, number } of free) take.run({ pool, number, task });
        return true;
      }),
    giveSlots: async (task) => give.run({ task }) > 0,
  };
}

/** None while a slot beyond the size is out: a pool that was made smaller drains first. */
const LOWEST_FREE = `
  WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < :size)
  SELECT number FROM numbers
  WHERE NOT EXISTS (SELECT 1 FROM slot WHERE slot.pool = :pool AND (slot.number = numbers.number OR slot.number > :size))
  LIMIT 1`;
