import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

const Kind = z.enum(['label', 'assignee', 'reviewer', 'team']);
export type PresentationKind = z.infer<typeof Kind>;

const Row = z.object({ kind: Kind, name: z.string() });

/** What pull requests are marked with, and who is asked to look at them. */
export function openPresentations(database: DatabaseSync) {
  return {
    /** Names that are there already stay as they are. */
    add(pullRequest: number, kind: PresentationKind, names: readonly string[]): void {
      const insert = database.prepare('INSERT OR IGNORE INTO presentations (pullRequest, kind, name) VALUES (?, ?, ?)');
      for (const name of names) insert.run(pullRequest, kind, name);
    },
    of(pullRequest: number, kind: PresentationKind): readonly string[] {
      const rows = database
        .prepare('SELECT kind, name FROM presentations WHERE pullRequest = ? ORDER BY rowid')
        .all(pullRequest)
        .map((row) => Row.parse(row));
      return rows.filter((row) => row.kind === kind).map(({ name }) => name);
    },
  };
}

export type Presentations = ReturnType<typeof openPresentations>;
