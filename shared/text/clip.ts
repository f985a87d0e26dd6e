const ELLIPSIS = '…';

/** At most `max` code points, the last one an ellipsis when something was cut. Never splits a character in two. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const points = Array.from(text);
  if (points.length <= max) return text;
  return max < 1 ? '' : points.slice(0, max - 1).join('') + ELLIPSIS;
}

/** The last `max` code points, from the start of a line where possible: what people want of a log. */
export function clipTail(text: string, max: number): string {
  if (text.length <= max) return text;
  const points = Array.from(text);
  if (points.length <= max) return text;
  if (max < 1) return '';
  const tail = points.slice(points.length - (max - 1)).join('');
  const line = tail.indexOf('\n');
  return ELLIPSIS + (line >= 0 && line < tail.length / 2 ? tail.slice(line + 1) : tail);
}

/** How many characters a person would count. */
export const lengthOf = (text: string): number => Array.from(text).length;
