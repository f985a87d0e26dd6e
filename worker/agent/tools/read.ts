import * as z from 'zod';
import type { Files } from '../hands/files.ts';
import { bounded, wholeLines } from './bounded.ts';
import { argument, defineTool, type Tool, toolProblem } from './tool.ts';
import { placeOf } from './workbench.ts';

const LINES = 1_000;
const LINE_CHARACTERS = 2_000;

const line = z.number().int().positive().max(10_000_000);
const Input = z.object({
  path: argument.describe('File or folder, from the root of the repository.'),
  from: line.default(1).describe('First line.'),
  lines: line.default(LINES).describe('How many.'),
});

export function read(files: Pick<Files, 'read'>): Tool {
  return defineTool({
    name: 'read',
    description: 'Shows a text file with line numbers, or lists a folder.',
    input: Input,
    gist: ({ path }) => path,
    async act({ path, from, lines: count }, signal) {
      const about = { path: placeOf(path), from, count: Math.min(count, 4 * LINES), lineCharacters: LINE_CHARACTERS };
      const seen = await files.read(about, signal);
      // A folder is listed, because a model that has the wrong name needs the right one.
      if ('entries' in seen) return { text: bounded(seen.entries.join('\n')) || '[empty]' };
      return { text: numbered(seen.lines, { path, from, total: seen.total }) };
    },
  });
}

function numbered(
  lines: readonly string[],
  { path, from, total }: { path: string; from: number; total: number },
): string {
  if (total === 0) return '[empty]';
  if (from > total) throw toolProblem(`${path} has ${total} lines only.`, 'Start at one of them.');
  const shown = wholeLines(lines.map((text, index) => `${from + index}\t${text}`));
  const last = from + shown.length - 1;
  const isAll = from === 1 && last === total;
  return [...shown, ...(isAll ? [] : [`[lines ${from} to ${last} of ${total}]`])].join('\n').toWellFormed();
}
