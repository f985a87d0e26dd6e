/** Why a text that was looked for is not in a file, and where what was most likely meant is. A sentence for the model. */
export function mismatch(text: string, wanted: string): string {
  return lineEndings(text, wanted) ?? lineNumbers(text, wanted) ?? whiteSpace(text, wanted) ?? nearest(text, wanted);
}

function lineEndings(text: string, wanted: string): string | undefined {
  if (!toUnix(text).includes(toUnix(wanted))) return undefined;
  return text.includes('\r\n')
    ? 'It differs in its line endings only: those of the file are \\r\\n.'
    : 'It differs in its line endings only: those of the file are \\n.';
}

const toUnix = (text: string): string => text.replaceAll('\r\n', '\n');

function lineNumbers(text: string, wanted: string): string | undefined {
  const bare = wanted.replace(/^ *\d+\t/gm, '');
  return bare !== wanted && text.includes(bare)
    ? 'Leave out the line numbers that read puts before the lines.'
    : undefined;
}

/** The same lines but for white space. */
function whiteSpace(text: string, wanted: string): string | undefined {
  const [theirs, given] = [linesOf(text), trimmed(linesOf(wanted))];
  const bare = given.map(squeezed);
  const start = theirs.findIndex((_, at) => bare.every((line, index) => squeezed(theirs[at + index] ?? '') === line));
  if (start < 0 || given.length === 0) return undefined;
  const index = given.findIndex((line, at) => line !== theirs[start + at]);
  const place = range(start, given.length);
  const there = theirs[start + index] ?? '';
  return index < 0
    ? `${place} the same but for line breaks at its beginning or end.`
    : `${place} the same but for white space: line ${start + index + 1} is ${JSON.stringify(there)}.`;
}

const squeezed = (line: string): string => line.replace(/\s+/g, '');

/** Without the empty lines around it. */
function trimmed(lines: readonly string[]): readonly string[] {
  const filled = lines.map((line) => squeezed(line) !== '');
  return lines.slice(filled.indexOf(true), filled.lastIndexOf(true) + 1);
}

const NOWHERE = { start: 0, likeness: 0 };
const SIMILAR = 0.5;
const MOST_SHOWN = 12;

/** The lines that are most like those looked for. */
function nearest(text: string, wanted: string): string {
  const [theirs, given] = [linesOf(text), trimmed(linesOf(wanted))];
  const best = given.length > 0 ? mostAlike(theirs, given) : NOWHERE;
  if (best.likeness < SIMILAR) return 'Nothing there is like it. Read the file first.';
  const shown = theirs.slice(best.start, best.start + Math.min(given.length, MOST_SHOWN));
  return `${range(best.start, shown.length)} the most like it:\n${shown.join('\n')}`;
}

/** Every place is rated by the one line of what was looked for that says most, and the best by all of its lines. */
function mostAlike(theirs: readonly string[], given: readonly string[]): { start: number; likeness: number } {
  const anchor = given.reduce(
    (longest, line, index) => (line.length > (given[longest] ?? '').length ? index : longest),
    0,
  );
  const pairs = pairsOf(given[anchor] ?? '');
  const rated = theirs.map((line, at) => ({ at, likeness: likeness(pairs, pairsOf(line)) }));
  const candidates = rated.sort((a, b) => b.likeness - a.likeness || a.at - b.at).slice(0, 20);
  const places = candidates.map(({ at }) => {
    const start = Math.max(0, at - anchor);
    const rates = given.map((line, index) => likeness(pairsOf(line), pairsOf(theirs[start + index] ?? '')));
    return { start, likeness: rates.reduce((sum, rate) => sum + rate, 0) / given.length };
  });
  return places.reduce((best, place) => (place.likeness > best.likeness ? place : best), NOWHERE);
}

/** Pairs of neighbouring characters, each once. */
function pairsOf(line: string): ReadonlySet<string> {
  const bare = squeezed(line).slice(0, 500);
  return new Set(Array.from({ length: Math.max(0, bare.length - 1) }, (_, index) => bare.slice(index, index + 2)));
}

/** From 0, nothing in common, to 1. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 1;
  const common = [...a].filter((pair) => b.has(pair)).length;
  return (2 * common) / (a.size + b.size);
}

const linesOf = (text: string): readonly string[] => toUnix(text).split('\n');

const range = (start: number, count: number): string =>
  count === 1 ? `Line ${start + 1} is` : `Lines ${start + 1} to ${start + count} are`;
