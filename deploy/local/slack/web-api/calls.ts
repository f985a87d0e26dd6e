import type { Answer } from './method.ts';

/** One call of the app, for tests that ask what it did. */
export interface Call {
  readonly at: number;
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** What Slack made of it; nothing when the call was lost before it arrived. */
  readonly answer?: Answer;
  readonly status: number | 'connection cut';
}

/** Enough for any test and no leak in a playground that runs for weeks. */
const KEPT = 20_000;

/** The calls so far, oldest first. */
export function createCallLog(): { readonly calls: readonly Call[]; record(call: Call): void } {
  const calls: Call[] = [];
  return {
    calls,
    record(call) {
      calls.push(call);
      if (calls.length > KEPT) calls.splice(0, calls.length - KEPT);
    },
  };
}
