import * as z from 'zod';
import { Whose } from './failure.ts';

/** The admission tests, in the order they are shown. */
export const CHECKS = [
  'payload',
  'requester',
  'repository',
  'access',
  'github',
  'sandbox',
  'capacity',
  'budget',
] as const;

/** One admission test and its answer. */
export const AdmissionCheck = z.object({
  check: z.enum(CHECKS),
  passed: z.boolean(),
  /** What was found, in words for the person. */
  words: z.string().max(1_000),
  tookMs: z.number().nonnegative(),
  /** For a refusal: whose problem, and the sentence that fixes it. */
  refusal: z.object({ whose: Whose, remedy: z.string().max(1_000) }).optional(),
});
export type AdmissionCheck = z.infer<typeof AdmissionCheck>;
