import type { SetUp } from '../check.ts';

/** What a file of another tool says about setting a repository up. */
export type Reading =
  | { readonly setup: readonly SetUp[]; readonly leftOut: readonly string[] }
  /** Why none of it is run: half of a set-up would be worse than none. */
  | { readonly refused: string };
