/** A line that a patch adds or takes away, and where it stands. */
export interface PatchLine {
  readonly path: string;
  /** Number of the line, on the side that has it. */
  readonly line: number;
  readonly sign: '+' | '-';
  readonly text: string;
}

/**
 * The changed lines of a patch of git, as `-U0` makes it. Lines are counted as each hunk announces them, so that no line
 * of a file can pass for the beginning of another file.
 */
export function* linesOf(patch: string): Generator<PatchLine> {
  let path = '';
  let hunk: Hunk | undefined;
  for (const row of patch.split('\n')) {
    if (hunk && (hunk.removed > 0 || hunk.added > 0)) {
      const taken = take(hunk, row);
      hunk = taken.hunk;
      if (taken.line) yield { path, ...taken.line };
    } else if (row.startsWith('@@ ')) hunk = hunkOf(row);
    else path = pathIn(row) ?? path;
  }
}

interface Hunk {
  readonly oldLine: number;
  readonly newLine: number;
  /** How many lines of each side are still to come. */
  readonly removed: number;
  readonly added: number;
}

function hunkOf(row: string): Hunk | undefined {
  const [, oldLine, removed = '1', newLine, added = '1'] =
    /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(row) ?? [];
  if (oldLine === undefined || newLine === undefined) return undefined;
  return { oldLine: Number(oldLine), newLine: Number(newLine), removed: Number(removed), added: Number(added) };
}

function take(hunk: Hunk, row: string): { hunk: Hunk; line?: Omit<PatchLine, 'path'> } {
  const { oldLine, newLine, removed, added } = hunk;
  const text = row.slice(1);
  if (row.startsWith('-'))
    return { hunk: { ...hunk, oldLine: oldLine + 1, removed: removed - 1 }, line: { line: oldLine, sign: '-', text } };
  if (row.startsWith('+'))
    return { hunk: { ...hunk, newLine: newLine + 1, added: added - 1 }, line: { line: newLine, sign: '+', text } };
  return { hunk };
}

/** The file that a header names; git puts unusual names in quotes, which is how they are shown then. */
function pathIn(row: string): string | undefined {
  const [, name] = /^(?:---|\+\+\+) (.+?)\t?$/.exec(row) ?? [];
  return name === undefined || name === '/dev/null' ? undefined : name.replace(/^("?)[ab]\//, '$1');
}
