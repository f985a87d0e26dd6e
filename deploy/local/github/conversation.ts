import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

const Kind = z.enum(['commented', 'approved', 'objected', 'closed', 'reopened', 'readied', 'merged']);

const Row = z.object({
  id: z.number(),
  kind: Kind,
  actor: z.string(),
  /** Markdown; empty for what is only done. */
  body: z.string(),
  at: z.number(),
  /** Where in the change a comment stands, when it stands somewhere. */
  path: z.string().nullable(),
  line: z.number().nullable(),
});

/** Something somebody said on a pull request, or did to it. */
export type Contribution = Readonly<z.infer<typeof Row>>;

export const MOST_COMMENT_CHARACTERS = 65_536;

/** A file of a change, and perhaps a line of it. */
export interface CommentPlace {
  readonly path: string;
  readonly line?: number;
}

const ALL = `
SELECT conversation.*, path, line FROM conversation
LEFT JOIN placesOfComments ON comment = id WHERE pullRequest = ? ORDER BY id`;

/** What was said and done on every pull request, in order. */
export function openConversations(database: DatabaseSync, now: () => number) {
  return {
    add(pullRequest: number, actor: string, kind: z.infer<typeof Kind>, body = '', place?: CommentPlace): void {
      const { lastInsertRowid } = database
        .prepare('INSERT INTO conversation (pullRequest, kind, actor, body, at) VALUES (?, ?, ?, ?, ?)')
        .run(pullRequest, kind, actor, body, now());
      if (place)
        database
          .prepare('INSERT INTO placesOfComments (comment, path, line) VALUES (?, ?, ?)')
          .run(lastInsertRowid, place.path, place.line ?? null);
    },
    of(pullRequest: number): readonly Contribution[] {
      return database
        .prepare(ALL)
        .all(pullRequest)
        .map((row) => Row.parse(row));
    },
  };
}

export type Conversations = ReturnType<typeof openConversations>;
