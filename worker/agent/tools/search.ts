import * as z from 'zod';
import type { Files } from '../hands/files.ts';
import { wholeLines } from './bounded.ts';
import { argument, defineTool, type Tool } from './tool.ts';
import { placeOf } from './workbench.ts';

const MOST_LINES = 200;
const LINE_CHARACTERS = 300;

const Input = z.object({
  pattern: argument.max(2_000).describe('A Perl regular expression.'),
  path: argument.default('.').describe('Where: file, folder, or a pattern such as src/*.ts.'),
  literal: z.boolean().default(false).describe('Take the pattern as plain text.'),
  ignore_case: z.boolean().default(false),
  context: z.number().int().min(0).max(20).default(0).describe('Lines around each match.'),
});

export function search(files: Pick<Files, 'search'>): Tool {
  return defineTool({
    name: 'search',
    description: 'Finds lines in all files git does not ignore: file:line:text.',
    input: Input,
    gist: ({ pattern, path }) => (path === '.' ? pattern : `${pattern} in ${path}`),
    async act({ pattern, path, literal, ignore_case: ignoreCase, context }, signal) {
      const place = placeOf(path);
      const { found, isCut } = await files.search({ pattern, path: place, literal, ignoreCase, context }, signal);
      return { text: shown(found, isCut) };
    },
  });
}

function shown(found: string, isCut: boolean): string {
  if (found === '') return 'Nothing matches.';
  const lines = found.replace(/\n$/, '').split('\n').map(clipped);
  const kept = wholeLines(lines.slice(0, MOST_LINES));
  const missing = lines.length - kept.length;
  if (missing === 0 && !isCut) return lines.join('\n').toWellFormed();
  const note = `[${isCut ? 'at least ' : ''}${missing} more lines: search for something narrower]`;
  return [...kept, note].join('\n').toWellFormed();
}

const clipped = (line: string): string => (line.length > LINE_CHARACTERS ? `${line.slice(0, LINE_CHARACTERS)}…` : line);
