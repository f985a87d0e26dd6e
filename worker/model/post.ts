import { type IncomingMessage, type OutgoingHttpHeaders, request as overHttp } from 'node:http';
import { request as overTls } from 'node:https';
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
  const { response, body } = await exchange(sent).catch((error: unknown) => {
    throw unreachable(provider, error);
  });
  const { statusCode: status = 0, headers } = response;
  if (status >= 200 && status < 300) return jsonOf(provider, body);
  throw problemOf(provider, { status, body, retryAfter: headers['retry-after'] }, Date.now());
}

/**
 * `fetch` takes twice as much of the processor and of memory for a call, and does not wait for a reply longer than five
 * minutes. Redirections are not followed: a key must not go where somebody else points.
 */
function exchange({ url, headers, body, signal }: Post): Promise<{ response: IncomingMessage; body: string }> {
  const request = url.startsWith('https:') ? overTls : overHttp;
  const length = { 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers: { ...headers, ...length }, signal }, (response) => {
      const whole = response.toArray().then((chunks) => Buffer.concat(chunks).toString());
      whole.then((text) => resolve({ response, body: text }), reject);
    });
    sending.on('error', reject).end(body);
  });
}

function jsonOf(provider: Provider, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw unreadable(provider, body);
  }
}
