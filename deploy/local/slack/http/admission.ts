import type { IncomingHttpHeaders } from 'node:http';
import { isFromHere } from './loopback.ts';

/** More than any log or screenshot an app would share here. */
const BODY_BYTES_LIMIT = 64 * 1_024 * 1_024;

export interface Turned {
  readonly status: number;
  readonly words: string;
}

/** Why a request is turned away before anybody reads it; nothing when it may come in. */
export function turnedAway(headers: IncomingHttpHeaders, port: number): Turned | undefined {
  if (!isFromHere(headers, port)) return { status: 403, words: 'This Slack answers only to this machine.' };
  // Without a length nobody can say beforehand how much would have to be read.
  if (headers['transfer-encoding'] !== undefined) return { status: 411, words: 'Say how long the body is.' };
  if (Number(headers['content-length'] ?? 0) > BODY_BYTES_LIMIT)
    return { status: 413, words: 'That is too much at once.' };
  return undefined;
}
