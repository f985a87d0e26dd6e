import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { type ReportNews, tailing } from '../../telemetry.ts';
import { endOf } from '../hands/ending.ts';
import type { Ran, Shell } from '../hands/shell.ts';
import { bounded, MOST_CHARACTERS } from './bounded.ts';
import { argument, defineTool, type Tool } from './tool.ts';

const Input = z.object({
  command: argument.describe('Run at the root of the repository.'),
  timeout_seconds: z.number().positive().max(1_000_000).optional().describe('A shorter limit than the usual one.'),
});

/** Stores a text as an artifact and says under which name. */
export type Keep = (text: string, signal: AbortSignal) => Promise<string>;

interface Around {
  readonly report: ReportNews;
  readonly keep: Keep;
}

export function bash(shell: Shell, { report, keep }: Around): Tool {
  return defineTool({
    name: 'bash',
    description: 'Runs a command and gives its output. Without network; nothing keeps running after it.',
    input: Input,
    gist: ({ command }) => command,
    async act({ command, timeout_seconds: seconds = Number.POSITIVE_INFINITY }, signal) {
      const ran = await shell.run(command, { timeoutMs: seconds * 1_000, onOutput: tailing(report, command), signal });
      const { text, artifact } = await printed(ran, keep, signal);
      return {
        text: `${text.trimEnd()}\n[${endOf(ran)}${artifact ? ` All it printed is in ${artifact}.` : ''}]`.trimStart(),
        ...(ran.exitCode !== 0 && { failed: true }),
        ...(artifact && { artifact }),
      };
    },
  });
}

/** Whatever is too long for the model is kept whole, for people. */
async function printed({ output, logFile }: Ran, keep: Keep, signal: AbortSignal) {
  if (output.length <= MOST_CHARACTERS) return { text: bounded(output) };
  const whole = await readFile(logFile, 'utf8');
  return { text: bounded(whole), artifact: await keep(whole, signal) };
}
