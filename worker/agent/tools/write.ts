import * as z from 'zod';
import type { Limits } from '../../sandbox/sandbox.ts';
import { argument, defineTool, type Tool } from './tool.ts';
import { placeOf, type Workbench } from './workbench.ts';

const Input = z.object({
  path: argument.describe('File, from the root of the repository. Folders on the way are made.'),
  text: z.string().max(1_000_000).describe('All that the file is to contain.'),
});

export function write(workbench: Workbench, limits: Limits): Tool {
  return defineTool({
    name: 'write',
    description: 'Writes a whole file, new or over the old one. To change a part of a file use edit.',
    input: Input,
    gist: ({ path }) => path,
    async act({ path, text }, signal) {
      await writeText(workbench, { place: placeOf(path), text, limits, signal });
      return { text: `Wrote ${path}.` };
    },
  });
}

const WRITE = 'mkdir -p -- "$(dirname -- "$1")" && cat > "$1"';

export async function writeText(
  workbench: Workbench,
  { place, text, ...how }: { place: string; text: string; limits: Limits; signal: AbortSignal },
): Promise<void> {
  await workbench.obtain({ argv: ['sh', '-c', WRITE, 'write', place], input: text, ...how });
}
