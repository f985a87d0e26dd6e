import * as z from 'zod';
import type { Limits } from '../../sandbox/sandbox.ts';
import { bounded } from './bounded.ts';
import { argument, defineTool, type Tool } from './tool.ts';
import { placeOf, type Workbench } from './workbench.ts';

const line = z.number().int().positive().max(10_000_000);
const Input = z.object({
  path: argument.describe('File or folder, from the root of the repository.'),
  from: line.default(1).describe('First line.'),
  lines: line.default(1_000).describe('How many lines.'),
});

/** A folder is listed, because a model that has the wrong name needs the right one. */
const READ = 'if [ -d "$1" ]; then ls -1Ap -- "$1"; else sed -n "$2,$3p;$3q" -- "$1"; fi';

export function read(workbench: Workbench, limits: Limits): Tool {
  return defineTool({
    name: 'read',
    description: 'Shows a text file, or lists a folder.',
    input: Input,
    gist: ({ path }) => path,
    async act({ path, from, lines }, signal) {
      const argv = ['sh', '-c', READ, 'read', placeOf(path), `${from}`, `${from + lines - 1}`];
      const text = (await workbench.obtain({ argv, limits, signal })).toString();
      const isCut = text.split('\n').length > lines;
      return {
        text: `${bounded(text)}${isCut ? `\n[… there may be more from line ${from + lines} …]` : ''}` || '[empty]',
      };
    },
  });
}
