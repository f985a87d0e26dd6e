/** A line of a file, by its number there. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** The lines only one of two texts has; where they stand, how they are indented, and which comes first say nothing. */
export interface Differing {
  readonly removed: readonly Line[];
  readonly added: readonly Line[];
}

export function differingLines(base: string, head: string): Differing {
  const [before, after] = [linesOf(base), linesOf(head)];
  return { removed: without(before, after), added: without(after, before) };
}

const LONGEST = 500;
const MOST = 20_000;

/** A line longer than people write is none they wrote. */
function linesOf(text: string): readonly Line[] {
  const lines = text.split('\n', MOST).map((line, index) => ({ number: index + 1, text: line.trim() }));
  return lines.filter((line) => line.text !== '' && line.text.length <= LONGEST);
}

/** What is there twice has to be there twice on the other side as well. */
export function without(lines: readonly Line[], others: readonly Line[]): readonly Line[] {
  const left = new Map<string, number>();
  for (const { text } of others) left.set(text, (left.get(text) ?? 0) + 1);
  return lines.filter(({ text }) => {
    const count = left.get(text) ?? 0;
    if (count > 0) left.set(text, count - 1);
    return count === 0;
  });
}
