import { createHash } from 'node:crypto';
import { CRC32C } from '@google-cloud/storage';

export interface StoredObject {
  readonly bucket: string;
  readonly name: string;
  readonly generation: string;
  readonly bytes: Buffer;
  /** Of those it was sent with, the headers that it is served with. */
  readonly headers: Readonly<Record<string, string>>;
  readonly crc32c: string;
  readonly md5: string;
}

export interface Objects {
  hasBucket(bucket: string): boolean;
  removeBucket(bucket: string): void;
  find(bucket: string, name: string): StoredObject | undefined;
  /** undefined, and nothing changed, when another generation than the wanted one is there; 0: none may be. */
  put(object: Pick<StoredObject, 'bucket' | 'name' | 'bytes' | 'headers'>, over?: string): StoredObject | undefined;
}

/** The objects of some buckets, in memory. */
export function createObjects(buckets: readonly string[], now: () => number): Objects {
  const kept = new Map(buckets.map((bucket) => [bucket, new Map<string, StoredObject>()]));
  let last = 0;

  /** Microseconds, as Google's are, and never the same twice. */
  function nextGeneration(): string {
    last = Math.max(last + 1, now() * 1_000);
    return String(last);
  }

  return {
    hasBucket: (bucket) => kept.has(bucket),
    removeBucket: (bucket) => void kept.delete(bucket),
    find: (bucket, name) => kept.get(bucket)?.get(name),
    put: (object, over) => {
      const { bucket, name, bytes } = object;
      const there = kept.get(bucket)?.get(name)?.generation ?? '0';
      if (over !== undefined && over !== there) return undefined;
      const hashes = { crc32c: crc32cOf(bytes), md5: createHash('md5').update(bytes).digest('base64') };
      const stored = { ...object, ...hashes, generation: nextGeneration() };
      kept.get(bucket)?.set(name, stored);
      return stored;
    },
  };
}

function crc32cOf(bytes: Buffer): string {
  const crc = new CRC32C();
  crc.update(bytes);
  return crc.toString();
}

/** Headers that every answer about an object has. */
export const headersOf = ({ generation, crc32c, md5, bytes }: StoredObject): Record<string, string> => ({
  'x-goog-generation': generation,
  'x-goog-metageneration': '1',
  'x-goog-hash': `crc32c=${crc32c},md5=${md5}`,
  'x-goog-stored-content-encoding': 'identity',
  'x-goog-stored-content-length': String(bytes.length),
});
