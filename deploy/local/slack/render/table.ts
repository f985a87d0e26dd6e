import { oneLine } from '#shared/text/escape.ts';
import type { Names } from './mrkdwn.ts';
import { richTextLines } from './rich-text.ts';
import { objects, wordsOf } from './value.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A table, its columns lined up. */
export function tableLines(table: Fields, names: Names): readonly string[] {
  const rows = (Array.isArray(table.rows) ? table.rows : []).map((row) =>
    objects(row).map((cell) => cellText(cell, names)),
  );
  const widths = rows.reduce<number[]>(
    (widest, row) =>
      Array.from({ length: Math.max(widest.length, row.length) }, (_, column) =>
        Math.max(widest[column] ?? 0, row[column]?.length ?? 0),
      ),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(' │ ')
      .trimEnd(),
  );
}

function cellText(cell: Fields, names: Names): string {
  return oneLine(cell.type === 'rich_text' ? richTextLines(cell, names).join(' ') : wordsOf(cell.text));
}
