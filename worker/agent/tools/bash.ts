import * as z from 'zod';
import { shellCommand } from '../../checks/instruments.ts';
import type { Limits } from '../../sandbox/sandbox.ts';
import { type ReportNews, tailing } from '../../telemetry.ts';
import { bounded } from './bounded.ts';
import { argument, defineTool, type Tool } from './tool.ts';
import { endOf, type Workbench } from './workbench.ts';

const Input = z.object({
  command: argument.describe('Shell text, run at the root of the repository.'),
  timeout_seconds: z.number().int().positive().optional().describe('A limit shorter than the one every command has.'),
});

export function bash(workbench: Workbench, limits: Limits, report: ReportNews): Tool {
  return defineTool({
    name: 'bash',
    description:
      'Runs a command in the repository and gives its output. There is no network, and nothing keeps running after.',
    input: Input,
    gist: ({ command }) => command,
    async act({ command, timeout_seconds: timeoutSeconds = Number.POSITIVE_INFINITY }, signal) {
      const result = await workbench.run({
        argv: await shellCommand(preferBash(command)),
        limits: { ...limits, wallMs: Math.min(limits.wallMs, timeoutSeconds * 1_000) },
        onOutput: tailing(report, command),
        signal,
      });
      return { text: `${bounded(result.output).trimEnd()}\n[${endOf(result)}]`.trimStart() };
    },
  });
}

/** Models write for bash; a repository's own image may have nothing but sh. */
function preferBash(command: string): string {
  const quoted = `'${command.replaceAll("'", "'\\''")}'`;
  return `command=${quoted}; command -v bash >/dev/null && exec bash -c "$command"; exec sh -c "$command"`;
}
