import type { Usage } from '#shared/task/step.ts';

/** A length of time as people say it. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return withRest(minutes, 'min', seconds % 60, 's');
  return withRest(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

const withRest = (amount: number, unit: string, rest: number, restUnit: string): string =>
  rest === 0 ? `${amount} ${unit}` : `${amount} ${unit} ${rest} ${restUnit}`;

/** How long ago, no finer than a minute, so that it rarely changes. */
export function age(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / (24 * 60))} days ago`;
}

/** What it cost, in words; nothing when nothing was charged, as with a model that has no price. */
export function money({ usd }: Pick<Usage, 'usd'>): string | undefined {
  if (usd <= 0) return undefined;
  return usd < 0.01 ? 'less than $0.01' : `$${usd.toFixed(2)}`;
}

/** `1 test`, `2 tests`. */
export const count = (amount: number, one: string, many = `${one}s`): string =>
  `${amount} ${amount === 1 ? one : many}`;

/** Enough of a commit id for people. */
export const shortCommit = (commit: string): string => commit.slice(0, 7);
