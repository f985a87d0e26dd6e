import * as z from 'zod';
import type { Limits } from '../../sandbox/sandbox.ts';
import { argument, defineTool, type Tool, toolProblem } from './tool.ts';
import { placeOf, type Workbench } from './workbench.ts';
import { writeText } from './write.ts';

const Input = z.object({
  path: argument.describe('File, from the root of the repository.'),
  old_text: z.string().min(1).describe('Exactly what is there now, white space and all; it must be there once.'),
  new_text: z.string().describe('What is to be there instead.'),
  every: z.boolean().default(false).describe('Replace every occurrence.'),
});

export function edit(workbench: Workbench, limits: Limits): Tool {
  return defineTool({
    name: 'edit',
    description: 'Replaces text in a file, exactly as given.',
    input: Input,
    gist: ({ path }) => path,
    async act({ path, old_text: before, new_text: after, every }, signal) {
      const place = placeOf(path);
      const bytes = await workbench.obtain({ argv: ['cat', '--', place], limits, signal });
      const text = replaced(textOf(bytes, path), { before, after, every, path });
      await writeText(workbench, { place, text, limits, signal });
      return { text: `Changed ${path}.` };
    },
  });
}

function textOf(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Writing it back as UTF-8 would change bytes nobody asked to change.
    throw toolProblem(`${path} is not UTF-8 text.`, 'Change it with a program that knows its format.');
  }
}

interface Replacement {
  readonly before: string;
  readonly after: string;
  readonly every: boolean;
  readonly path: string;
}

/** Replaces an exact text, or says why it cannot. */
function replaced(text: string, { before, after, every, path }: Replacement): string {
  const parts = text.split(before);
  const found = parts.length - 1;
  if (found === 1 || (found > 1 && every)) return parts.join(after);
  if (found > 1) {
    throw toolProblem(`That text is in ${path} ${found} times.`, 'Give more of what is around it, or set every.');
  }
  const line = similarLine(text, before);
  throw toolProblem(
    `That text is not in ${path}.`,
    line ? `Line ${line} differs in white space only: read the file and copy it exactly.` : 'Read the file first.',
  );
}

/** Where the first line of what was looked for stands with other white space; undefined when nowhere. */
function similarLine(text: string, before: string): number | undefined {
  const bare = (line: string) => line.replace(/\s+/g, '');
  const wanted = bare(before.split('\n').find((line) => bare(line) !== '') ?? '');
  const index = wanted === '' ? -1 : text.split('\n').findIndex((line) => bare(line) === wanted);
  return index < 0 ? undefined : index + 1;
}
