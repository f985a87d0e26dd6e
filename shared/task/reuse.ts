import * as z from 'zod';
import { CommitId } from './evidence.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const attempt = z.number().int().positive();
const moment = z.number().int().nonnegative();

/** Where a later attempt starts from, as the bot found it when the attempt was claimed. */
export const Start = z.discriminatedUnion('from', [
  /** From the base branch, like a first attempt. */
  z.object({ from: z.literal('base'), words: z.string().max(1_000) }),
  /** From what is on the task's branch, which left its base at `forkedAt`. */
  z.object({ from: z.literal('branch'), commit: CommitId, forkedAt: CommitId, words: z.string().max(1_000) }),
  /** From the base branch again, with the branch's own commit behind it, so that it can still be moved forward. */
  z.object({ from: z.literal('both'), commit: CommitId, words: z.string().max(1_000) }),
]);
export type Start = z.infer<typeof Start>;

/** What the agent was told of the surroundings was gathered by this attempt, at this time. */
export const KeptContext = z.object({ attempt, at: moment });
export type KeptContext = z.infer<typeof KeptContext>;

/** Who measured a baseline, on what, and under which conditions: whoever finds the same may take it over. */
export const BaselineSource = z.object({
  attempt,
  at: moment,
  commit: CommitId,
  /** Stands for the checks, their set-up and the tools that ran them. */
  conditions: Sha256,
  /** Of the stored runs, test by test. */
  hash: Sha256,
});
export type BaselineSource = z.infer<typeof BaselineSource>;

/** The artifact the runs are stored in. */
export const BASELINE_FILE = 'baseline.json';
