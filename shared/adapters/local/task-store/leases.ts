import type { DatabaseSync } from 'node:sqlite';
import type { TaskStore } from '#shared/ports.ts';
import { statement } from '../database.ts';

/** The right of one process to act, for a while. */
export function leases(database: DatabaseSync): Pick<TaskStore, 'lease' | 'holderOf' | 'release'> {
  const take = statement(
    database,
    `INSERT INTO lease (name, holder, until) VALUES (:name, :holder, :until)
     ON CONFLICT (name) DO UPDATE SET holder = :holder, until = :until WHERE holder = :holder OR lease.until <= :now`,
  );
  const select = statement<{ holder: string; until: number }>(
    database,
    'SELECT holder, until FROM lease WHERE name = :name',
  );
  const remove = statement(database, 'DELETE FROM lease WHERE name = :name AND holder = :holder');
  return {
    lease: async (name, holder, now, until) => take.run({ name, holder, now, until }) === 1,
    holderOf: async (name) => {
      const row = select.get({ name });
      return row && { ...row };
    },
    release: async (name, holder) => {
      remove.run({ name, holder });
    },
  };
}
