import type { Ids } from './ids.ts';

type Exchange =
  | { readonly ok: true; readonly user: string }
  | { readonly ok: false; readonly error: 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' };

export interface Triggers {
  issue(user: string): string;
  /** Works once and only for a short time, as the real ones do. */
  exchange(triggerId: string): Exchange;
}

/** How long a used or late trigger is remembered, to be refused by its right name. */
const REMEMBERED_MS = 10 * 60_000;

/** The ids that let the app answer a person's action with a modal. */
export function createTriggers(ids: Ids, now: () => number, lifetimeMs: number): Triggers {
  const issued = new Map<string, { user: string; issuedAt: number; exchanged: boolean }>();
  return {
    issue(user) {
      for (const [old, { issuedAt }] of issued) {
        if (now() - issuedAt <= REMEMBERED_MS) break;
        issued.delete(old);
      }
      const secret = ids.next('').toLowerCase();
      const triggerId = `${Math.floor(now())}.${issued.size}.${secret}`;
      issued.set(triggerId, { user, issuedAt: now(), exchanged: false });
      return triggerId;
    },
    exchange(triggerId) {
      const trigger = issued.get(triggerId);
      if (trigger === undefined) return { ok: false, error: 'invalid_trigger_id' };
      if (trigger.exchanged) return { ok: false, error: 'exchanged_trigger_id' };
      if (now() - trigger.issuedAt > lifetimeMs) return { ok: false, error: 'expired_trigger_id' };
      trigger.exchanged = true;
      return { ok: true, user: trigger.user };
    },
  };
}
