/** Reads JSON as editors write it: with comments, and a comma after the last of a list. Undefined when it is none. */
export function parseJsonWithComments(text: string): unknown {
  const plain = text.replace(/^\u{FEFF}/u, '').replace(PARTS, (part) => (part.startsWith('"') ? part : ' '));
  const strict = plain.replace(LAST_COMMAS, (part) => (part.startsWith('"') ? part : part.slice(1)));
  try {
    return JSON.parse(strict);
  } catch {
    // What it is then, whoever wrote it knows; the caller says that it cannot be read.
    return undefined;
  }
}

/** Strings first, since what looks like a comment in one is none. */
const PARTS = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const LAST_COMMAS = /"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g;
