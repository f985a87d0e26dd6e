import type { Pace } from '#shared/ports.ts';
import type { Drawn } from './draw.ts';

/** Calls of Slack that share a budget. */
export type Call = 'post' | 'update' | 'find' | 'publish' | 'react';

/**
 * Slack's tiers with room to spare (chat.update allows 50 a minute, posting about one a second and channel). What is
 * kept in reserve serves only ends, cancels and questions.
 */
const RATES: Readonly<Record<Call, { perMinute: number; burst: number; reserve: number }>> = {
  // Slack counts when a post arrives, and two sent apart may arrive together: one of its five at once is left to that.
  post: { perMinute: 55, burst: 4, reserve: 1 },
  update: { perMinute: 45, burst: 40, reserve: 5 },
  find: { perMinute: 40, burst: 10, reserve: 0 },
  publish: { perMinute: 90, burst: 30, reserve: 0 },
  react: { perMinute: 18, burst: 15, reserve: 0 },
};

/**
 * How long a message rests between two updates, by priority: ends do not wait. A step that began may come with the tail
 * of its first command; what keeps the tail from being drawn too often is the telemetry board.
 */
const REST_MS = { 0: 0, 1: 1_000, 2: 1_000 } as const satisfies Record<Drawn['priority'], number>;

export const restOf = (priority: Drawn['priority']): number => REST_MS[priority];

const bucketOf = (team: string, call: Call, channel: string): string =>
  `slack ${team} ${call}${call === 'post' ? ` ${channel}` : ''}`;

/** Takes one call from the budget: 0, or milliseconds to wait. */
export function takeTurn(
  pace: Pace,
  where: { team: string; channel: string },
  call: Call,
  priority: Drawn['priority'],
): Promise<number> {
  const { reserve, ...rate } = RATES[call];
  return pace.take(bucketOf(where.team, call, where.channel), rate, priority === 0 ? 0 : reserve);
}

/** Slack said to wait. */
export function holdTurns(
  pace: Pace,
  where: { team: string; channel: string },
  call: Call,
  forMs: number,
): Promise<void> {
  return pace.pause(bucketOf(where.team, call, where.channel), forMs);
}

/** The turns of one round: a budget that was spent for one message is not asked again for the next as urgent. */
export interface Turns {
  take(channel: string, write: { readonly kind: Call; readonly priority: Drawn['priority'] }): Promise<number>;
}

export function createTurns(pace: Pace, team: string): Turns {
  const spent = new Map<string, number>();
  return {
    take: async (channel, { kind, priority }) => {
      const key = `${kind} ${channel} ${priority === 0}`;
      const known = spent.get(key);
      if (known !== undefined) return known;
      const waitMs = await takeTurn(pace, { team, channel }, kind, priority);
      if (waitMs > 0) spent.set(key, waitMs);
      return waitMs;
    },
  };
}
