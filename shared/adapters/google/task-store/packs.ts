import { tooLarge } from '../failure.ts';

/** Of the 1 MiB that a document may have; the rest is for its name and its small fields. */
const DOCUMENT_BYTES = 1_000_000;

/** Refuses in words what Firestore would refuse with a stack. */
export function fitting(what: string, text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes > DOCUMENT_BYTES) throw tooLarge(what, bytes, DOCUMENT_BYTES);
  return text;
}

/**
 * Values as JSON texts, together in as few documents as they fit into: a document written or read is what Firestore
 * charges for. JSON escapes what Firestore's texts cannot hold, such as half a character.
 */
export function packed<T>(
  what: string,
  values: readonly T[],
  textOf: (value: T) => string = JSON.stringify,
): { readonly values: readonly T[]; readonly texts: string[] }[] {
  const packs: { values: T[]; texts: string[]; bytes: number }[] = [];
  for (const value of values) {
    const text = fitting(what, textOf(value));
    const bytes = Buffer.byteLength(text);
    const last = packs.at(-1);
    const pack = last && last.bytes + bytes <= DOCUMENT_BYTES ? last : { values: [], texts: [], bytes: 0 };
    if (pack !== last) packs.push(pack);
    pack.values.push(value);
    pack.texts.push(text);
    pack.bytes += bytes;
  }
  return packs;
}

export const unpacked = <T>(texts: readonly string[]): readonly T[] => texts.map((text) => JSON.parse(text) as T);
