import { createHash } from 'node:crypto';
import { type Answer, type Asked, xmlError } from './answers.ts';
import type { ServiceAccount } from './service-account.ts';

const ALGORITHM = 'GOOG4-RSA-SHA256';
const MOST_SECONDS = 7 * 24 * 60 * 60;

/** Why a request has no right to what its address says: its V4 signature is checked as Google says that it is made. */
export function refusalOf(asked: Asked, account: ServiceAccount, now: number): Answer | undefined {
  const query = asked.url.searchParams;
  const { date, ...scope } = scopeOf(query.get('X-Goog-Credential') ?? '');
  const at = query.get('X-Goog-Date') ?? '';
  if (query.get('X-Goog-Algorithm') !== ALGORITHM || scope.email !== account.email || !at.startsWith(date))
    return xmlError(403, 'AccessDenied', 'Access denied.');
  const seconds = Number(query.get('X-Goog-Expires'));
  if (!(seconds > 0 && seconds <= MOST_SECONDS)) return xmlError(400, 'InvalidArgument', 'Invalid argument.');
  if (now > momentOf(at) + seconds * 1_000) return xmlError(400, 'ExpiredToken', 'The provided token has expired.');

  const signed = (query.get('X-Goog-SignedHeaders') ?? '').split(';');
  const unsigned = Object.keys(asked.headers).find((name) => name.startsWith('x-goog-') && !signed.includes(name));
  const absent = signed.find((name) => asked.headers[name] === undefined);
  if (unsigned ?? absent ?? !signed.includes('host'))
    return xmlError(400, 'MalformedSecurityHeader', 'Your request has a malformed header.');
  const text = [ALGORITHM, at, scope.text, sha256(canonicalRequest(asked, signed))].join('\n');
  if (!account.hasSigned(text, query.get('X-Goog-Signature') ?? ''))
    return xmlError(403, 'SignatureDoesNotMatch', 'Access denied.');
  return undefined;
}

function scopeOf(credential: string): { email: string; date: string; text: string } {
  const [email = '', date = '', ...rest] = credential.split('/');
  return { email, date: date || 'none', text: [date, ...rest].join('/') };
}

/** `20260801T120000Z` */
function momentOf(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function canonicalRequest({ method, url, headers }: Asked, signed: readonly string[]): string {
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Goog-Signature')
    .map(([name, value]) => `${strictly(name)}=${strictly(value)}`)
    .sort();
  const lines = signed.map((name) => `${name}:${name === 'host' ? url.hostname : collapsed(headers[name])}`);
  return [method, url.pathname, query.join('&'), ...lines, '', signed.join(';'), 'UNSIGNED-PAYLOAD'].join('\n');
}

const collapsed = (value: string | string[] | undefined): string => String(value).trim().replace(/\s+/g, ' ');

const strictly = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
