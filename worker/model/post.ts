import type { OutgoingHttpHeaders } from 'node:http';
import { exchange } from '../http.ts';
import { type Provider, problemOf, unreachable, unreadable } from './problems.ts';

interface Post {
  readonly url: string;
  readonly headers: OutgoingHttpHeaders;
  /** JSON. */
  readonly body: string;
  readonly signal: AbortSignal;
}

/** Sends to a provider, and reads the JSON of a good reply. Any other is thrown as what it comes to. */
export async function post(provider: Provider, sent: Post): Promise<unknown> {
  const reply = await exchange({ method: 'POST', ...sent }).catch((error: unknown) => {
    throw unreachable(provider, error);
  });
  if (reply.status >= 200 && reply.status < 300) return jsonOf(provider, reply.body);
  throw problemOf(provider, reply, Date.now());
}

function jsonOf(provider: Provider, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw unreadable(provider, body);
  }
}
