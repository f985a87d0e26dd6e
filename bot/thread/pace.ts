import type { Pace } from '#shared/ports.ts';
import type { Drawn } from './draw.ts';

/** Calls of Slack that share a budget. */
export type Call = 'post' | 'update' | 'find' | 'publish' | 'react';

/**
 * Slack's tiers with room to spare (chat.update allows 50 a minute, posting about one a second and channel). What is
 * kept in reserve serves only ends, cancels and questions; `early` is what has to be left for a message that has not rested.
 */
const RATES: Readonly<Record<Call, { perMinute: number; burst: number; reserve: number; early?: number }>> = {
  // Slack counts when a post arrives, and two sent apart may arrive together: one of its five at once is left to that.
  post: { perMinute: 55, burst: 4, reserve: 1 },
  update: { perMinute: 45, burst: 40, reserve: 5, early: 28 },
  find: { perMinute: 40, burst: 10, reserve: 0 },
  publish: { perMinute: 90, burst: 30, reserve: 0 },
  react: { perMinute: 18, burst: 15, reserve: 0 },
};

/** How long a message rests between two updates. Ends do not wait, and while there is plenty of budget nobody does. */
const REST_MS = 1_000;

export const restOf = (priority: Drawn['priority']): number => (priority === 0 ? 0 : REST_MS);

/** What happens together is shown together. */
export const GATHER_MS = 20;

/** Of a write, what its turn depends on. */
interface Asking {
  readonly kind: Call;
  readonly priority: Drawn['priority'];
  /** Whether its message has rested. */
  readonly rested: boolean;
}

const bucketOf = (team: string, call: Call, channel: string): string =>
  `slack ${team} ${call}${call === 'post' ? ` ${channel}` : ''}`;

/** Takes one call from the budget: 0, or milliseconds to wait. */
export function takeTurn(
  pace: Pace,
  where: { team: string; channel: string },
  { kind, priority, rested }: Asking,
): Promise<number> {
  const { reserve, early = reserve, perMinute, burst } = RATES[kind];
  const left = rested ? reserve : early;
  return pace.take(bucketOf(where.team, kind, where.channel), { perMinute, burst }, priority === 0 ? 0 : left);
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
  take(channel: string, write: Asking): Promise<number>;
}

export function createTurns(pace: Pace, team: string): Turns {
  const spent = new Map<string, number>();
  return {
    take: async (channel, asking) => {
      const key = `${asking.kind} ${channel} ${asking.priority === 0} ${asking.rested}`;
      const known = spent.get(key);
      if (known !== undefined) return known;
      const waitMs = await takeTurn(pace, { team, channel }, asking);
      if (waitMs > 0) spent.set(key, waitMs);
      return waitMs;
    },
  };
}
