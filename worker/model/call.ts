import { type Provider, silent } from './problems.ts';
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
