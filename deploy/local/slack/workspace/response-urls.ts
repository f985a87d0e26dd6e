import type { Ids } from './ids.ts';

const USES = 5;
const LIFETIME_MS = 30 * 60_000;

/** The interaction a response url answers. */
export interface ResponseContext {
  readonly user: string;
  readonly channel: string;
  readonly threadTs?: string;
  /** The message that was clicked: it can be replaced or deleted. */
  readonly source?: { readonly ts: string; readonly ephemeral: boolean };
}

type Use =
  | { readonly ok: true; readonly context: ResponseContext }
  | { readonly ok: false; readonly error: 'used_url' | 'expired_url' };

export interface ResponseUrls {
  issue(context: ResponseContext): string;
  use(token: string): Use;
}

/** Where the app may answer an interaction without a token: five times within half an hour. */
export function createResponseUrls(ids: Ids, now: () => number): ResponseUrls {
  const issued = new Map<string, { context: ResponseContext; issuedAt: number; uses: number }>();
  return {
    issue(context) {
      for (const [old, { issuedAt }] of issued) {
        if (now() - issuedAt <= LIFETIME_MS) break;
        issued.delete(old);
      }
      const token = ids.next('R');
      issued.set(token, { context, issuedAt: now(), uses: 0 });
      return token;
    },
    use(token) {
      const url = issued.get(token);
      if (url === undefined || now() - url.issuedAt > LIFETIME_MS) return { ok: false, error: 'expired_url' };
      if (url.uses >= USES) return { ok: false, error: 'used_url' };
      url.uses += 1;
      return { ok: true, context: url.context };
    },
  };
}
