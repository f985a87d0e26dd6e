import { createHash } from 'node:crypto';
import * as z from 'zod';
import { CheckRun, CommitId, FlakyTest } from './evidence.ts';
import { Lesson } from './step.ts';
import type { Moment } from './task.ts';

/**
 * Which attempt taught something, for whom, and when it began: by the bot's clock, and before anybody could forget what its
 * agent was told and may only have repeated.
 */
const Provenance = z.object({
  task: z.string().regex(/^t[0-9a-f]{11}$/),
  attempt: z.number().int().positive(),
  /** It was so at this commit. */
  commit: CommitId,
  pullRequest: z.number().int().optional(),
  /** Slack's id of who asked. */
  askedBy: z.string().max(64),
  at: z.number().int().nonnegative(),
});
export type Provenance = z.infer<typeof Provenance>;

const Common = z.object({
  /** The same for the same fact about the same repository, whoever found it. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  /** The latest attempt that found it. */
  from: Provenance,
  /** How many attempts found it. */
  seen: z.number().int().positive(),
  expiresAt: z.number().int().nonnegative(),
});

/** One thing an earlier task found out about a repository. Told to agents; nothing else depends on it. */
export const MemoryRecord = z.discriminatedUnion('kind', [
  Common.extend({ kind: z.literal('lesson'), words: Lesson }),
  Common.extend({ kind: z.literal('flaky_test'), check: FlakyTest.shape.check, test: z.string().max(300) }),
  Common.extend({
    kind: z.literal('check_worked'),
    name: CheckRun.shape.name,
    command: z.string().max(500),
    tookMs: CheckRun.shape.tookMs,
  }),
]);
export type MemoryRecord = z.infer<typeof MemoryRecord>;
export type MemoryKind = MemoryRecord['kind'];

const DAY_MS = 24 * 3_600_000;

/** How long each kind holds when nobody finds it again, and how many of it a repository may have. */
export const KINDS: Readonly<Record<MemoryKind, { readonly keepMs: number; readonly most: number }>> = {
  lesson: { keepMs: 90 * DAY_MS, most: 20 },
  flaky_test: { keepMs: 30 * DAY_MS, most: 20 },
  check_worked: { keepMs: 60 * DAY_MS, most: 10 },
};

/** Nothing that was known at a moment matters any longer so much later. */
export const LONGEST_MS = Math.max(...Object.values(KINDS).map(({ keepMs }) => keepMs));

/** What a record says, without where it is from. */
type Finding = {
  [Kind in MemoryKind]: Omit<Extract<MemoryRecord, { kind: Kind }>, keyof z.infer<typeof Common>>;
}[MemoryKind];

/** A finding as the record of an attempt that has just made it. */
export function recordOf(repository: string, finding: Finding, from: Provenance): MemoryRecord {
  const id = createHash('sha256').update(JSON.stringify([repository, finding.kind, ...subjectOf(finding)]));
  const expiresAt = from.at + KINDS[finding.kind].keepMs;
  return { ...finding, id: id.digest('hex').slice(0, 16), from, seen: 1, expiresAt };
}

/** What makes two findings the same one. A check that has another command now is still the same check. */
function subjectOf(finding: Finding): readonly string[] {
  switch (finding.kind) {
    case 'lesson':
      return [finding.words.toLowerCase()];
    case 'flaky_test':
      return [finding.check, finding.test];
    case 'check_worked':
      return [finding.name];
    default:
      return finding satisfies never;
  }
}

/** A record in a line of words. */
export function findingWords(record: MemoryRecord): string {
  switch (record.kind) {
    case 'lesson':
      return record.words;
    case 'flaky_test':
      return `The test "${record.test}" of the check "${record.check}" is flaky: it passed and failed on one commit${timesSeen(record)}.`;
    case 'check_worked':
      return `The check "${record.name}" passed: \`${record.command}\`, in ${(record.tookMs / 1_000).toFixed(1)} s.`;
    default:
      return record satisfies never;
  }
}

const timesSeen = ({ seen }: MemoryRecord): string => (seen > 1 ? `, in ${seen} attempts` : '');

/** Everything that is known of one repository, and what people took out of it. */
export interface Remembered {
  readonly records: readonly MemoryRecord[];
  /** When what was forgotten: by the id of a record, or `all`. */
  readonly forgotten: Readonly<Record<string, Moment>>;
}

export const NOTHING_KNOWN: Remembered = { records: [], forgotten: {} };

/** What still holds, newest first. */
export const holding = ({ records }: Remembered, now: Moment): readonly MemoryRecord[] =>
  records.filter(({ expiresAt }) => expiresAt > now).sort((a, b) => b.from.at - a.from.at);

/**
 * What is known once something was learnt; the same again when it is no news. The end of an attempt may be looked at any
 * number of times, by several bots and late: what is not newer than what is known changes nothing, and what was forgotten
 * comes back only from an attempt that began after that.
 */
export function merge(known: Remembered, learned: readonly MemoryRecord[], now: Moment): Remembered {
  const before = new Map(known.records.map((record) => [record.id, record]));
  const news = learned.filter(
    ({ id, from, expiresAt }) =>
      expiresAt > now && from.at > Math.max(before.get(id)?.from.at ?? -1, forgottenAt(known, id)),
  );
  if (news.length === 0) return known;
  for (const record of news) before.set(record.id, { ...record, seen: (before.get(record.id)?.seen ?? 0) + 1 });
  return { records: capped(holding({ ...known, records: [...before.values()] }, now)), forgotten: known.forgotten };
}

const forgottenAt = ({ forgotten }: Remembered, id: string): Moment =>
  Math.max(forgotten[id] ?? -1, forgotten.all ?? -1);

/** Of each kind no more than it may have: what nobody has found for longest leaves first. */
const capped = (newestFirst: readonly MemoryRecord[]): readonly MemoryRecord[] =>
  Object.entries(KINDS).flatMap(([kind, { most }]) =>
    newestFirst.filter((record) => record.kind === kind).slice(0, most),
  );

/** Stands for every record of a repository. */
export const ALL = 'all';

/** What somebody would take out. */
export const meant = (known: Remembered, what: string, now: Moment): readonly MemoryRecord[] =>
  holding(known, now).filter(({ id }) => what === ALL || id === what);

/** What is known once somebody took a record out, or everything. */
export function without(known: Remembered, what: string, now: Moment): Remembered {
  const recent = Object.entries(known.forgotten).filter(([, at]) => at > now - LONGEST_MS);
  return {
    records: what === ALL ? [] : known.records.filter(({ id }) => id !== what),
    forgotten: { ...Object.fromEntries(recent), [what]: now },
  };
}
