import * as z from 'zod';

/** What one test did in one run. `error` is a test that could not be run to a verdict. */
export const TestOutcome = z.enum(['passed', 'failed', 'error', 'skipped']);
export type TestOutcome = z.infer<typeof TestOutcome>;

/** A git commit id, in full. */
export const CommitId = z.string().regex(/^[0-9a-f]{40}$/);

/** One command the platform ran on one commit, and what it saw. */
export const CheckRun = z.object({
  name: z.string().max(200),
  command: z.string().max(2_000),
  commit: CommitId,
  /** null when the command was stopped before it could exit. */
  exitCode: z.number().int().nullable(),
  stopped: z.enum(['timeout', 'memory', 'output']).optional(),
  tookMs: z.number().nonnegative(),
  /** sha256 of the whole log, in hex. */
  logHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Name of the stored log artifact. */
  log: z.string().max(200),
  /** The last lines of the output, redacted. */
  tail: z.string().max(4_000),
  /** Per test, where the runner could report it; absent when only the exit code is known. */
  tests: z.record(z.string().max(500), TestOutcome).optional(),
  /** Where it was run again on the same commit: how it went over all runs, the first one counted. */
  again: z
    .object({
      runs: z.number().int().positive(),
      passed: z.number().int().nonnegative(),
      /** Nothing failed in every run: what failed is flaky. */
      flakyOnly: z.boolean(),
    })
    .optional(),
});
export type CheckRun = z.infer<typeof CheckRun>;

/** How each test moved from base to head. A check without per-test report counts as one test under its own name. */
export const TestMoves = z.object({
  fixed: z.array(z.string()),
  broken: z.array(z.string()),
  stillFailing: z.array(z.string()),
  /** Ran at base; not reported at head, or skipped there. */
  notRun: z.array(z.string()),
  /** Reported at head only. */
  added: z.array(z.string()),
  /** How many passed at head. */
  passed: z.number().int().nonnegative(),
});
export type TestMoves = z.infer<typeof TestMoves>;

/** A test that both passed and failed on one commit: it proves nothing either way. */
export const FlakyTest = z.object({
  check: z.string().max(200),
  /** The check's own name, where it reports no tests. */
  test: z.string().max(500),
  /** The commit it was seen on. */
  at: z.enum(['base', 'head']),
  failed: z.number().int().positive(),
  runs: z.number().int().positive(),
});
export type FlakyTest = z.infer<typeof FlakyTest>;

/** A place in the change where tests may ask for less than before. A sign for a reader to judge, not a proof. */
export const Weakening = z.object({
  kind: z.enum([
    ...['skipped', 'focused', 'assertion_removed', 'expectation_changed', 'threshold_changed', 'failure_swallowed'],
    ...['file_removed', 'file_renamed', 'dependency_patched'],
  ] as const),
  path: z.string().max(300),
  /** On which side the line is; absent where it is about the whole file. */
  at: z.enum(['base', 'head']).optional(),
  line: z.number().int().positive().optional(),
  /** The line itself; of a renamed file its new path. */
  text: z.string().max(200).optional(),
});
export type Weakening = z.infer<typeof Weakening>;

/** What several runs of a benchmark measured on one commit. */
export const Sample = z.object({
  median: z.number(),
  min: z.number(),
  max: z.number(),
  runs: z.number().int().positive(),
});
export type Sample = z.infer<typeof Sample>;

/** A benchmark the repository names, before and after. It is no verdict, unless a bound was named and broken. */
export const Benchmark = z.object({
  name: z.string().max(80),
  command: z.string().max(2_000),
  better: z.enum(['lower', 'higher']),
  unit: z.string().max(20).optional(),
  before: Sample.optional(),
  after: Sample.optional(),
  /** Why a side is missing, in words. */
  problem: z.string().max(300).optional(),
  /** The bound the repository names, and whether head keeps it. */
  must: z.object({ words: z.string().max(100), kept: z.boolean() }).optional(),
});
export type Benchmark = z.infer<typeof Benchmark>;

/** A picture the repository knows how to take of itself, before and after: names of stored artifacts. */
export const Screenshot = z.object({
  name: z.string().max(80),
  before: z.string().max(200).optional(),
  after: z.string().max(200).optional(),
  problem: z.string().max(300).optional(),
});
export type Screenshot = z.infer<typeof Screenshot>;

/** Something the agent says of its work, held against what was seen. */
export const Claim = z.object({ words: z.string().max(200), confirmed: z.boolean(), why: z.string().max(300) });
export type Claim = z.infer<typeof Claim>;

/** What the platform itself ran and saw at base and at head, bound to commit ids. */
export const Evidence = z.object({
  base: CommitId,
  head: CommitId,
  before: z.array(CheckRun),
  after: z.array(CheckRun),
  moves: TestMoves,
  /** `green`: every check passed at head, and no test was lost. `red`: not so. `unproven`: the repository has no checks. */
  verdict: z.enum(['green', 'red', 'unproven']),
  /** Files that define the checks and differ between base and head; the checks ran as base defines them. */
  definitionsChanged: z.array(z.string()),
  // Absent in records that are older than what they tell of.
  /** Counted neither as fixed nor as broken. */
  flaky: z.array(FlakyTest).max(100).optional(),
  /** Where tests may ask for less than before. What surely does not run any more is in `moves.notRun`. */
  weakened: z.array(Weakening).max(40).optional(),
  benchmarks: z.array(Benchmark).max(10).optional(),
  screenshots: z.array(Screenshot).max(10).optional(),
  claims: z.array(Claim).max(12).optional(),
});
export type Evidence = z.infer<typeof Evidence>;
