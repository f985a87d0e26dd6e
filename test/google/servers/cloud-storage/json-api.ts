import { type Answer, type Asked, json, jsonError } from './answers.ts';
import type { Objects, StoredObject } from './objects.ts';
import type { ServiceAccount } from './service-account.ts';

interface Needs {
  readonly objects: Objects;
  readonly account: ServiceAccount;
}

/** As much of the JSON API as the client is asked for: what there is to know of a bucket or of an object. */
export function answerJson(asked: Asked, { objects, account }: Needs): Answer | undefined {
  const [, bucket, , name] = /^\/storage\/v1\/b\/([^/]+)(\/o\/([^/]+))?$/.exec(asked.url.pathname) ?? [];
  if (asked.method !== 'GET' || bucket === undefined) return undefined;
  if (!account.isOf(asked)) return jsonError(401, 'authError', 'Invalid Credentials');
  if (!objects.hasBucket(bucket)) return jsonError(404, 'notFound', 'The specified bucket does not exist.');
  if (name === undefined) return json({ kind: 'storage#bucket', id: bucket, name: bucket, location: 'EUROPE-WEST1' });
  const object = objects.find(bucket, decodeURIComponent(name));
  if (!object) return jsonError(404, 'notFound', `No such object: ${bucket}/${decodeURIComponent(name)}`);
  return json(resourceOf(object));
}

const resourceOf = ({ bucket, name, generation, bytes, headers, crc32c, md5 }: StoredObject) => ({
  kind: 'storage#object',
  id: `${bucket}/${name}/${generation}`,
  ...{ bucket, name, generation, crc32c, metageneration: '1', md5Hash: md5, size: String(bytes.length) },
  contentType: headers['content-type'],
  contentDisposition: headers['content-disposition'],
  cacheControl: headers['cache-control'],
});
