import { randomBytes } from 'node:crypto';

export interface Ids {
  /** A message timestamp, Slack's `1700000000.000100`: never the same twice, always later than the one before. */
  ts(): string;
  /** An opaque id in Slack's look: the prefix says what it names (`V…` a view, `F…` a file). */
  next(prefix: string): string;
  /** A short one for blocks and elements that brought none: unique enough within one message. */
  short(): string;
}

const MICROS_PER_SECOND = 1_000_000;

/** Ids of a workspace whose newest message (of an earlier run, when there is one) is `newestTs`. */
export function createIds(now: () => number, newestTs: string | undefined): Ids {
  let lastMicros = newestTs === undefined ? 0 : Math.round(Number(newestTs) * MICROS_PER_SECOND);
  return {
    ts() {
      lastMicros = Math.max(lastMicros + 1, now() * 1_000);
      return `${Math.floor(lastMicros / MICROS_PER_SECOND)}.${String(lastMicros % MICROS_PER_SECOND).padStart(6, '0')}`;
    },
    next: (prefix) => `${prefix}${randomBytes(6).toString('hex').toUpperCase()}`,
    short: () => Math.random().toString(36).slice(2, 8),
  };
}
