const LONGEST_TITLE = 256;
const LONGEST_BODY = 65_536;
const CUT = '\n\n… (cut here: GitHub takes no longer text)';

/** One line, as long as GitHub takes it. */
export function fittingTitle(title: string): string {
  return clip(plain(title).replace(/\s+/g, ' ').trim(), LONGEST_TITLE, '…');
}

/** As long as GitHub takes it; the reader is told when the end is missing. */
export function fittingBody(body: string): string {
  return clip(plain(body), LONGEST_BODY, CUT);
}

// GitHub counts code points and refuses text that is no valid Unicode.
function clip(text: string, most: number, end: string): string {
  if (text.length <= most) return text;
  const points = [...text];
  return points.length <= most ? text : points.slice(0, most - [...end].length).join('') + end;
}

function plain(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}
