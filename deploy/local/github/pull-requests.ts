import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { isDuplicate } from './database.ts';

const Row = z.object({
  id: z.number(),
  repository: z.number(),
  number: z.number(),
  title: z.string(),
  body: z.string().nullable(),
  draft: z.number().transform(Boolean),
  head: z.string(),
  base: z.string(),
  state: z.enum(['open', 'closed']),
  /** Where head and base were when last seen; they outlive a deleted branch. */
  headCommit: z.string(),
  baseCommit: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  closedAt: z.number().nullable(),
  mergedAt: z.number().nullable(),
  mergeCommit: z.string().nullable(),
});

export type PullRequestRecord = Readonly<z.infer<typeof Row>>;
export type NewPullRequest = Pick<
  PullRequestRecord,
  'repository' | 'title' | 'body' | 'draft' | 'head' | 'base' | 'headCommit' | 'baseCommit'
>;

const INSERT = `
INSERT INTO pullRequests
  (repository, number, title, body, draft, head, base, headCommit, baseCommit, state, createdAt, updatedAt)
SELECT :repository, coalesce(max(number), 0) + 1, :title, :body, :draft, :head, :base, :headCommit, :baseCommit,
  'open', :now, :now
FROM pullRequests WHERE repository = :repository
RETURNING *`;

const UPDATE = `
UPDATE pullRequests SET title = :title, body = :body, base = :base, draft = :draft, state = :state,
  headCommit = :headCommit, baseCommit = :baseCommit, updatedAt = :updatedAt, closedAt = :closedAt, mergedAt = :mergedAt,
  mergeCommit = :mergeCommit
WHERE id = :id`;

/** The pull requests of every repository. A write that would open a second one for a head and base gives undefined. */
export function openPullRequests(database: DatabaseSync, now: () => number) {
  return {
    create(fields: NewPullRequest): PullRequestRecord | undefined {
      const values = { ...fields, draft: Number(fields.draft), now: now() };
      return unlessDuplicate(() => Row.parse(database.prepare(INSERT).get(values)));
    },
    update(record: PullRequestRecord): PullRequestRecord | undefined {
      const { repository, number, head, createdAt, ...changed } = { ...record, updatedAt: now() };
      return unlessDuplicate(() => {
        database.prepare(UPDATE).run({ ...changed, draft: Number(changed.draft) });
        return { ...record, updatedAt: changed.updatedAt };
      });
    },
    find(repository: number, number: number): PullRequestRecord | undefined {
      const row = database
        .prepare('SELECT * FROM pullRequests WHERE repository = ? AND number = ?')
        .get(repository, number);
      return row === undefined ? undefined : Row.parse(row);
    },
    all(repository: number): readonly PullRequestRecord[] {
      const rows = database.prepare('SELECT * FROM pullRequests WHERE repository = ? ORDER BY number').all(repository);
      return rows.map((row) => Row.parse(row));
    },
  };
}

export type PullRequests = ReturnType<typeof openPullRequests>;

function unlessDuplicate<T>(write: () => T): T | undefined {
  try {
    return write();
  } catch (error) {
    if (isDuplicate(error)) return undefined;
    throw error;
  }
}
