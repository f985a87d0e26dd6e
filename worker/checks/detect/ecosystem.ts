import type { Check, SetUp } from '../check.ts';

/** What one language's or tool's conventions say about a repository. */
export interface Ecosystem {
  readonly setup: readonly SetUp[];
  readonly checks: readonly Check[];
  /** What was found and where, as a part of a sentence. */
  readonly words: string;
}

export const NOTHING: Ecosystem = { setup: [], checks: [], words: '' };
