import * as z from 'zod';
import type { Files } from '../hands/files.ts';
import { argument, defineTool, type Tool } from './tool.ts';
import { placeOf } from './workbench.ts';

const Input = z.object({
  path: argument.describe('Folders on the way are made.'),
  text: z.string().max(1_000_000).describe('All that the file is to contain.'),
});

export function write(files: Pick<Files, 'write'>): Tool {
  return defineTool({
    name: 'write',
    description: 'Writes a whole file, new or over the old one. To change a part of one use edit.',
    input: Input,
    gist: ({ path }) => path,
    async act({ path, text }, signal) {
      await files.write(placeOf(path), text.toWellFormed(), signal);
      return { text: `Wrote ${path}.`, changed: true };
    },
  });
}
