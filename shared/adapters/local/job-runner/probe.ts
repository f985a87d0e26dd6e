import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';
import { clip } from '#shared/text/clip.ts';
import { oneLine } from '#shared/text/escape.ts';

const PROBE_MS = 20_000;

const Answer = z.discriminatedUnion('sandbox', [
  z.object({ sandbox: z.literal('bubblewrap') }),
  z.object({ sandbox: z.literal('none'), why: z.string() }),
]);
type Answer = z.infer<typeof Answer>;

/** Asks the worker itself what isolation it would have here. One that cannot answer has none. */
export async function probe(
  [program, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
): Promise<Answer> {
  try {
    const options = { env, cwd: '/', timeout: PROBE_MS, killSignal: 'SIGKILL', maxBuffer: 65_536 } as const;
    const { stdout } = await promisify(execFile)(program, [...args, '--probe'], options);
    return Answer.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  } catch (error) {
    // Admission refuses without a sandbox, and shows the reason to the person.
    return { sandbox: 'none', why: `The worker's self-test gave no answer: ${reasonOf(error)}` };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError || error instanceof SyntaxError) return 'it printed something else.';
  if (!(error instanceof Error)) return 'it ended in an unknown way.';
  if ('killed' in error && error.killed) return `it took longer than ${PROBE_MS / 1_000} s.`;
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim().split('\n').at(-1) : '';
  return clip(oneLine(said || error.message), 300);
}
