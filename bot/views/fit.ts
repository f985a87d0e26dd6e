import { clip, clipTail } from '#shared/text/clip.ts';

/** At most `max` characters, however they are counted: as code points, or as the longer UTF-16 that some checks count. */
export const fit = (text: string, max: number): string => strictly(clip, text, max);

/** The same for the end of a text. */
export const fitTail = (text: string, max: number): string => strictly(clipTail, text, max);

function strictly(cut: typeof clip, text: string, max: number): string {
  const once = cut(text, max);
  return once.length <= max ? once : cut(text, Math.floor(max / 2));
}
