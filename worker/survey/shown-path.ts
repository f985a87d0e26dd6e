import { clip } from '#shared/text/clip.ts';
import { plain } from '#shared/text/escape.ts';

const MOST_CHARACTERS = 160;

/** A path on one line. What would break the line or hide in it is written out, as git does it. */
export function shownPath(path: string): string {
  return clip(ODD.test(path) ? plain(JSON.stringify(path)) : path, MOST_CHARACTERS);
}

const ODD = /[\p{C}\p{Zl}\p{Zp}"\\]/u;
