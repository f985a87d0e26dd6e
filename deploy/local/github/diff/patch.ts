/** A run of changed lines with some around them. */
export interface Hunk {
  /** What git says the lines lie in, as the name of a function. */
  readonly place: string;
  readonly lines: readonly DiffLine[];
}

export interface DiffLine {
  readonly sign: ' ' | '+' | '-';
  /** Line numbers; undefined on the side that lacks the line. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly text: string;
  /** The last line of a file, when nothing ends it. */
  readonly unended: boolean;
}

/** Cuts a patch into its files. No line of content can start as these headers do. */
export function splitPatch(patch: string): readonly string[] {
  return patch.split(/^(?=diff --git )/m).filter((section) => section.startsWith('diff --git '));
}

/** The hunks of one file; none for a binary file and for one that only moved. */
export function readHunks(section: string): readonly Hunk[] {
  return section
    .split(/^(?=@@ )/m)
    .slice(1)
    .flatMap((hunk) => readHunk(hunk) ?? []);
}

const HEADER = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@ ?([^\n]*)/;

function readHunk(hunk: string): Hunk | undefined {
  const [header, before, after, place = ''] = HEADER.exec(hunk) ?? [];
  if (header === undefined) return undefined;
  const next = { before: Number(before), after: Number(after) };
  const rows = hunk
    .slice(header.length + 1)
    .replace(/\n$/, '')
    .split('\n');
  const lines = rows.flatMap((row, index) => {
    const unended = rows[index + 1]?.startsWith('\\') === true;
    return row.startsWith('\\') ? [] : numbered(row, next, unended);
  });
  return { place, lines };
}

function numbered(row: string, next: { before: number; after: number }, unended: boolean): readonly DiffLine[] {
  const sign = row[0];
  if (sign !== ' ' && sign !== '+' && sign !== '-') return [];
  const before = sign === '+' ? undefined : next.before++;
  const after = sign === '-' ? undefined : next.after++;
  return [{ sign, before, after, text: row.slice(1), unended }];
}
