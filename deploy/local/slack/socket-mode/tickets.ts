import type { Ids } from '../workspace/ids.ts';

/** Admissions to Socket Mode: each opens one connection. */
export interface Tickets {
  issue(): string;
  redeem(ticket: string): boolean;
}

export function createTickets(ids: Ids): Tickets {
  const valid = new Set<string>();
  return {
    issue() {
      const ticket = ids.next('').toLowerCase();
      valid.add(ticket);
      return ticket;
    },
    redeem: (ticket) => valid.delete(ticket),
  };
}
