import { type Answer, type Asked, xmlError } from './answers.ts';
import { headersOf, type Objects, type StoredObject } from './objects.ts';
import type { ServiceAccount } from './service-account.ts';
import { refusalOf } from './signed-url.ts';

interface Needs {
  readonly objects: Objects;
  readonly account: ServiceAccount;
  readonly now: () => number;
}

/** `/<bucket>/<object>`, to whoever has an address with a signature, and to nobody else. */
export function answerXml(asked: Asked, { objects, account, now }: Needs): Answer {
  const refusal = refusalOf(asked, account, now());
  if (refusal) return refusal;
  const [, bucket = '', name = ''] = /^\/([^/]+)\/(.+)$/.exec(decodeURIComponent(asked.url.pathname)) ?? [];
  if (!objects.hasBucket(bucket)) return xmlError(404, 'NoSuchBucket', 'The specified bucket does not exist.');
  if (asked.method === 'PUT') return put(asked, { bucket, name }, objects);
  const object = objects.find(bucket, name);
  return object ? get(asked, object) : xmlError(404, 'NoSuchKey', 'The specified key does not exist.');
}

/** Headers that an object keeps. */
const KEPT = ['content-type', 'content-disposition', 'cache-control'];

function put({ headers, body }: Asked, place: Pick<StoredObject, 'bucket' | 'name'>, objects: Objects): Answer {
  const [least = 0, most = Number.POSITIVE_INFINITY] = numbersIn(headers['x-goog-content-length-range']);
  if (body.length < least) return xmlError(400, 'EntityTooSmall', 'Your proposed upload is smaller than allowed.');
  if (body.length > most) return xmlError(400, 'EntityTooLarge', 'Your proposed upload is larger than allowed.');
  const kept = KEPT.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])] as const]));
  const over = headers['x-goog-if-generation-match'];
  const wanted = { ...place, bytes: body, headers: Object.fromEntries(kept) };
  const stored = objects.put(wanted, over === undefined ? undefined : String(over));
  if (!stored) return xmlError(412, 'PreconditionFailed', 'At least one of the pre-conditions did not hold.');
  return { status: 200, headers: { ...headersOf(stored), etag: `"${stored.md5}"` } };
}

const numbersIn = (range: string | string[] | undefined): readonly number[] =>
  range === undefined ? [] : String(range).split(',').map(Number);

function get({ url }: Asked, object: StoredObject): Answer {
  const headers: Record<string, string> = { ...object.headers, ...headersOf(object) };
  for (const [name, value] of url.searchParams)
    if (name.startsWith('response-')) headers[name.slice('response-'.length)] = value;
  return { status: 200, headers, body: object.bytes };
}
