import * as z from 'zod';
import { CommitId } from './evidence.ts';

/** The blueprint, in order. */
export const STEPS = ['hydrate', 'provision', 'baseline', 'implement', 'verify', 'finalize'] as const;
export const StepName = z.enum(STEPS);
export type StepName = z.infer<typeof StepName>;

/** What an attempt has consumed. */
export const Usage = z.object({
  turns: z.number().int().nonnegative(),
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  usd: z.number().nonnegative(),
});
export type Usage = z.infer<typeof Usage>;

export const NO_USAGE: Usage = { turns: 0, inputTokens: 0, outputTokens: 0, usd: 0 };

/** One fact about the repository, in the agent's words, for whoever works on it next. */
export const Lesson = z.string().max(300);

/** What the agent says of its own work. Claims, not evidence: shown as its words, never as facts. */
export const Account = z.object({
  summary: z.string().max(2_000),
  why: z.string().max(4_000),
  verify: z.string().max(4_000),
  risk: z.string().max(2_000),
  rollback: z.string().max(2_000),
  lessons: z.array(Lesson).max(3).optional(),
});
export type Account = z.infer<typeof Account>;

/** The commit the worker made of the agent's work. */
export const Change = z.object({
  commit: CommitId,
  files: z
    .array(
      z.object({
        path: z.string().max(1_000),
        added: z.number().int(),
        removed: z.number().int(),
        /** Whether the change made the file executable, or took that away. */
        executable: z.enum(['gained', 'lost']).optional(),
      }),
    )
    .max(300),
  /** All changed files, also those beyond the list above. */
  fileCount: z.number().int().nonnegative(),
  account: Account,
  /** Why the agent stopped before it said it was done, in words; absent when it finished by itself. */
  bound: z.string().max(500).optional(),
});
export type Change = z.infer<typeof Change>;
