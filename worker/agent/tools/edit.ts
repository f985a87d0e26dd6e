import * as z from 'zod';
import type { Files } from '../hands/files.ts';
import { mismatch } from './mismatch.ts';
import { argument, defineTool, type Tool, toolProblem } from './tool.ts';
import { placeOf } from './workbench.ts';

const Input = z.object({
  path: argument,
  old_text: z.string().min(1).max(1_000_000).describe('Exactly what is there now; it must be there once.'),
  new_text: z.string().max(1_000_000),
  every: z.boolean().default(false).describe('Replace every occurrence.'),
});

export function edit(files: Pick<Files, 'text' | 'write'>): Tool {
  return defineTool({
    name: 'edit',
    description: 'Replaces exact text in a file.',
    input: Input,
    gist: ({ path }) => path,
    async act({ path, old_text: before, new_text: after, every }, signal) {
      if (before === after) throw toolProblem('old_text and new_text are the same.', 'Nothing was changed.');
      const place = placeOf(path);
      const { text, lines } = replaced(await files.text(place, signal), { before, after, every, path });
      await files.write(place, text, signal);
      return { text: `Changed ${path} at ${numbers(lines)}.`, changed: true };
    },
  });
}

interface Replacement {
  readonly before: string;
  readonly after: string;
  readonly every: boolean;
  readonly path: string;
}

/** Replaces an exact text and says where it was, or why it cannot. */
function replaced(
  text: string,
  { before, after, every, path }: Replacement,
): { text: string; lines: readonly number[] } {
  const parts = text.split(before);
  const lines = linesOf(parts, before);
  if (lines.length === 1 || (lines.length > 1 && every)) return { text: parts.join(after).toWellFormed(), lines };
  if (lines.length > 1) {
    throw toolProblem(
      `That text is in ${path} ${lines.length} times, at ${numbers(lines)}.`,
      'Give more of what is around it, or set every.',
    );
  }
  throw toolProblem(`That text is not in ${path}.`, mismatch(text, before));
}

/** The number of the line each occurrence begins in. */
function linesOf(parts: readonly string[], before: string): readonly number[] {
  let line = 1;
  return parts.slice(0, -1).map((part, index) => {
    line += breaksIn(part) + (index > 0 ? breaksIn(before) : 0);
    return line;
  });
}

const breaksIn = (text: string): number => text.split('\n').length - 1;

const MOST_NUMBERS = 10;

function numbers(lines: readonly number[]): string {
  const more = lines.length > MOST_NUMBERS ? ' and more' : '';
  return `${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, MOST_NUMBERS).join(', ')}${more}`;
}
