import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

const Kind = z.enum(['commented', 'closed', 'reopened', 'readied', 'merged']);

const Row = z.object({
  id: z.number(),
  kind: Kind,
  actor: z.string(),
  /** Markdown; empty for everything but a comment. */
  body: z.string(),
  at: z.number(),
});

/** Something somebody said on a pull request, or did to it. */
export type Contribution = Readonly<z.infer<typeof Row>>;

export const MOST_COMMENT_CHARACTERS = 65_536;

/** What was said and done on every pull request, in order. */
export function openConversations(database: DatabaseSync, now: () => number) {
  return {
    add(pullRequest: number, actor: string, kind: z.infer<typeof Kind>, body = ''): void {
      database
        .prepare('INSERT INTO conversation (pullRequest, kind, actor, body, at) VALUES (?, ?, ?, ?, ?)')
        .run(pullRequest, kind, actor, body, now());
    },
    of(pullRequest: number): readonly Contribution[] {
      const rows = database.prepare('SELECT * FROM conversation WHERE pullRequest = ? ORDER BY id').all(pullRequest);
      return rows.map((row) => Row.parse(row));
    },
  };
}

export type Conversations = ReturnType<typeof openConversations>;
