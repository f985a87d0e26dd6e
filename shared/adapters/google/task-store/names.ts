import { createHash } from 'node:crypto';

/** A document, or a field, of its own for each name, whatever characters it has: Firestore forbids some, and some whole names. */
export function documentName(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9 :-]/g, (unit) => `~${unit.charCodeAt(0).toString(16)}~`);
  if (safe === '') return '~';
  return safe.length <= MOST_CHARACTERS ? safe : `~${createHash('sha256').update(name, 'utf16le').digest('hex')}`;
}

/** Firestore takes 1500 bytes; nobody wants to read so many. */
const MOST_CHARACTERS = 500;

/** Names that sort as their numbers do. */
export const numberName = (number: number): string => String(number).padStart(12, '0');
