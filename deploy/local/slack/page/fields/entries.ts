import type { Entry } from '../../person/protocol.ts';

/** What a field for one thing holds; the empty string for nothing. */
export const oneOf = (entry: Entry): string => (Array.isArray(entry) ? (entry[0] ?? '') : (entry ?? ''));

/** What a field for several things holds. */
export const severalOf = (entry: Entry): readonly string[] =>
  Array.isArray(entry) ? entry : entry === null || entry === '' ? [] : [entry];
