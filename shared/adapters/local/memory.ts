import type { DatabaseSync } from 'node:sqlite';
import type { Memory } from '#shared/ports.ts';
import { holding, meant, merge, NOTHING_KNOWN, type Remembered, without } from '#shared/task/memory.ts';
import { statement, transact } from './database.ts';

/** What earlier tasks found out, a row for each repository. */
export function localMemory(database: DatabaseSync): Memory {
  const select = statement<{ body: string }>(database, 'SELECT body FROM memory WHERE repository = :repository');
  const upsert = statement(
    database,
    `INSERT INTO memory (repository, body) VALUES (:repository, :body)
     ON CONFLICT (repository) DO UPDATE SET body = :body`,
  );

  function read(repository: string): Remembered {
    const row = select.get({ repository });
    return row ? (JSON.parse(row.body) as Remembered) : NOTHING_KNOWN;
  }

  /** Gives what was known before. */
  function change(repository: string, alter: (known: Remembered) => Remembered): Remembered {
    return transact(database, () => {
      const known = read(repository);
      const after = alter(known);
      if (after !== known) upsert.run({ repository, body: JSON.stringify(after) });
      return known;
    });
  }

  return {
    of: async (repository, now) => holding(read(repository), now),
    keep: async (repository, records, now) => void change(repository, (known) => merge(known, records, now)),
    forget: async (repository, what, now) =>
      meant(
        change(repository, (known) => without(known, what, now)),
        what,
        now,
      ),
  };
}
