import { escapeMarkdown, oneLine, plain, withoutSwitches } from '#shared/text/escape.ts';
import { fit } from './fit.ts';

/** Invisible, and enough to break what GitHub would otherwise act on. */
const WORD_JOINER = '\u2060';

/** A name or a piece of prose in one line, at most `max` characters as sent. */
export const inline = (text: string, max: number): string => uncut(fit(escapeMarkdown(oneLine(text)), max));

/** Somebody's words, set off from ours line by line, so that whatever they contain ends where they end. */
export function quote(text: string, max: number): string {
  const escaped = escapeMarkdown(text)
    .trim()
    .replace(/\n{3,}/g, '\n\n');
  if (escaped === '') return '> *(nothing)*';
  return uncut(fit(escaped.replace(/^/gm, '> '), max));
}

/** An escape that was cut in two would show, or would take the ellipsis with it. */
const uncut = (markdown: string): string => markdown.replace(/(?:\\|&[a-z]*)…$/, '…');

/** A name as code. The fence is longer than any run of backticks in it. */
export function codeSpan(text: string, max: number): string {
  const shown = fit(withoutSwitches(oneLine(text)), max) || '(no name)';
  const fence = '`'.repeat(longestRun(shown) + 1);
  return /^`|`$/.test(shown) ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

/** Lines as code that can be copied. The fence is longer than any run of backticks in them. */
export function codeBlock(language: string, rows: readonly string[]): string {
  const text = withoutSwitches(rows.map(plain).join('\n'));
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));

/** Code in a table: a cell ends at a bar even inside a code span, so everything in it is escaped one by one. */
export const codeCell = (text: string, max: number): string => `<code>${inline(text, max) || '(none)'}</code>`;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

/** A title shows Markdown as it is typed, but a merge makes a commit message of it, and that acts: it closes issues, stops checks. */
export function inertTitle(text: string, max: number): string {
  const inert = oneLine(text).replace(/[@#]|(?<=\bGH)-(?=\d)|:(?=\/\/)/gi, (sign) => sign + WORD_JOINER);
  return fit(withoutSwitches(inert), max);
}
