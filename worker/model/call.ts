import { type Provider, problemOf, silent, unreachable, unreadable } from './problems.ts';
import { PATIENCE, type Patience, patiently } from './retry.ts';

/** How long, and how often, a provider is asked. */
export interface Bounds {
  readonly patience?: Patience;
  /** Of one call. Long answers take minutes on small machines. */
  readonly callMs?: number;
}

/** Calls until there is an answer or patience ends. A call that will not stop is left behind: nobody waits for it. */
export function callPatiently<T>(
  provider: Provider,
  { patience = PATIENCE, callMs = 10 * 60_000, signal }: Bounds & { readonly signal: AbortSignal },
  call: (ending: AbortSignal) => Promise<T>,
): Promise<T> {
  const once = async () => {
    signal.throwIfAborted();
    const deadline = AbortSignal.timeout(callMs);
    const ending = AbortSignal.any([signal, deadline]);
    try {
      return await Promise.race([call(ending), aborted(ending)]);
    } catch (error) {
      signal.throwIfAborted();
      throw deadline.aborted ? silent(provider, callMs) : error;
    }
  };
  return patiently(once, patience, { signal });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

/** The JSON of a good reply. Any other is thrown as what it comes to. */
export async function receive(
  provider: Provider,
  url: RequestInfo | URL,
  init: RequestInit | undefined,
): Promise<unknown> {
  // A key must not follow to where somebody else points.
  const received = await fetch(url, { ...init, ...UNHURRIED, redirect: 'error' })
    .then(async (response) => ({ response, body: await response.text() }))
    .catch((error: unknown) => {
      throw unreachable(provider, error);
    });
  const { response, body } = received;
  if (response.ok) return jsonOf(provider, body);
  const retryAfter = response.headers.get('retry-after') ?? undefined;
  throw problemOf(provider, { status: response.status, body, retryAfter }, Date.now());
}

function jsonOf(provider: Provider, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw unreadable(provider, body);
  }
}

/**
 * By itself `fetch` gives up on a reply that does not begin within five minutes. The deadline is ours alone to set, so
 * that limit is lifted, where Node keeps what does the work for `fetch`.
 */
const UNHURRIED: object = {
  dispatcher: {
    dispatch: (options: object, handler: object): boolean =>
      Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1')).dispatch(
        { ...options, headersTimeout: 0, bodyTimeout: 0 },
        handler,
      ),
  },
};
