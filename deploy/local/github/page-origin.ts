import type { IncomingMessage } from 'node:http';
import { isFromHere } from '../slack/http/loopback.ts';

/**
 * Whether a request may come in, as far as a browser says who asks. Programs such as git say nothing and may. A page of
 * another site, or of another port of this machine, may link here and do nothing else: not post a form, not read, not
 * frame, not load this as a picture or script.
 */
export function mayCome(request: Pick<IncomingMessage, 'method' | 'headers'>, port: number): boolean {
  return isFromHere(request.headers, port) || isFollowedLink(request);
}

function isFollowedLink({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  const reads = method === 'GET' || method === 'HEAD';
  const navigates = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return reads && navigates && headers.origin === undefined;
}
