import { type OutgoingHttpHeaders, request as overHttp } from 'node:http';
import { request as overTls } from 'node:https';

interface Sent {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string | Uint8Array;
  readonly signal: AbortSignal;
}

export interface Reply {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/**
 * `fetch` takes twice as much of the processor and of memory for a call, and does not wait for a reply longer than five
 * minutes. Redirections are not followed: a key must not go where somebody else points.
 */
export function exchange({ method, url, headers, body, signal }: Sent): Promise<Reply> {
  const request = url.startsWith('https:') ? overTls : overHttp;
  const length = { 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sending = request(url, { method, headers: { ...headers, ...length }, signal }, (response) => {
      const { statusCode: status = 0, headers: said } = response;
      const whole = response.toArray().then((chunks) => Buffer.concat(chunks).toString());
      whole.then((text) => resolve({ status, retryAfter: said['retry-after'], body: text }), reject);
    });
    sending.on('error', reject).end(body);
  });
}
