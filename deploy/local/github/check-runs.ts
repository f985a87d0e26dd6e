import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

export const Status = z.enum(['queued', 'in_progress', 'completed']);
export const Conclusion = z.enum([
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'timed_out',
]);

/** A remark on some lines of a file, in the shape the REST API takes it. */
export const Annotation = z.object({
  path: z.string().min(1),
  start_line: z.number().int(),
  end_line: z.number().int(),
  annotation_level: z.enum(['notice', 'warning', 'failure']),
  message: z.string().min(1),
  title: z.string().max(255).optional(),
});
const Annotations = z.array(Annotation);

const Row = z.object({
  id: z.number(),
  repository: z.number(),
  headSha: z.string(),
  name: z.string(),
  status: Status,
  conclusion: Conclusion.nullable(),
  detailsUrl: z.string().nullable(),
  externalId: z.string(),
  startedAt: z.number().nullable(),
  completedAt: z.number().nullable(),
  title: z.string().nullable(),
  summary: z.string().nullable(),
  text: z.string().nullable(),
  annotations: z.string().transform((text) => Annotations.parse(JSON.parse(text))),
});

/** What a check said of a commit. */
export type CheckRun = Readonly<z.infer<typeof Row>>;
export type NewCheckRun = Omit<CheckRun, 'id'>;

const FIELDS = [
  'repository',
  'headSha',
  'name',
  'status',
  'conclusion',
  'detailsUrl',
  'externalId',
  'startedAt',
  'completedAt',
  'title',
  'summary',
  'text',
  'annotations',
] as const satisfies readonly (keyof NewCheckRun)[];

const INSERT = `INSERT INTO checkRuns (${FIELDS.join(', ')}) VALUES (${FIELDS.map((field) => `:${field}`).join(', ')}) RETURNING *`;
const UPDATE = `UPDATE checkRuns SET ${FIELDS.map((field) => `${field} = :${field}`).join(', ')} WHERE id = :id`;

/** The check runs of every commit. */
export function openCheckRuns(database: DatabaseSync) {
  return {
    create(run: NewCheckRun): CheckRun {
      return Row.parse(database.prepare(INSERT).get(stored(run)));
    },
    update(run: CheckRun): void {
      database.prepare(UPDATE).run({ ...stored(run), id: run.id });
    },
    find(repository: number, id: number): CheckRun | undefined {
      const row = database.prepare('SELECT * FROM checkRuns WHERE repository = ? AND id = ?').get(repository, id);
      return row === undefined ? undefined : Row.parse(row);
    },
    /** All of a commit, newest first. */
    of(repository: number, headSha: string): readonly CheckRun[] {
      const rows = database
        .prepare('SELECT * FROM checkRuns WHERE repository = ? AND headSha = ? ORDER BY id DESC')
        .all(repository, headSha);
      return rows.map((row) => Row.parse(row));
    },
  };
}

export type CheckRuns = ReturnType<typeof openCheckRuns>;

function stored(run: NewCheckRun) {
  return { ...run, annotations: JSON.stringify(run.annotations) };
}

/** Of each name the newest: an older run of the same check says nothing any more. */
export function latestRuns(newestFirst: readonly CheckRun[]): readonly CheckRun[] {
  const names = new Set<string>();
  return newestFirst.filter(({ name }) => !names.has(name) && names.add(name));
}
