import { execFile } from 'node:child_process';

interface How {
  readonly cwd?: string;
  /** The whole environment: nothing of ours is added. */
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** Of more output than this the beginning is kept, and the program is stopped. */
  readonly mostBytes?: number;
  /** Of the output. */
  readonly encoding?: 'utf8' | 'latin1';
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** Why this is no success: it could not start, was stopped, or left with another code than 0. */
  readonly error?: Error & { readonly code?: unknown };
}

/** Runs a program of this machine, without a shell. Resolves once it is gone, whatever came of it. */
export async function runProgram(file: string, args: readonly string[], how: How = {}): Promise<Ended> {
  const { cwd = '/', env = {}, input = '', encoding = 'utf8', signal } = how;
  const { mostBytes: maxBuffer = Infinity, timeoutMs: timeout = 0 } = how;
  signal?.throwIfAborted();
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = execFile(file, args, { cwd, env, encoding, maxBuffer, timeout }, (error, stdout, stderr) =>
    resolve({ stdout, stderr, ...(error && { error }) }),
  );
  // A program that ended without reading to the end has said why.
  child.stdin?.on('error', () => undefined).end(input);
  const stop = () => child.kill();
  signal?.addEventListener('abort', stop, { once: true });
  return promise.finally(() => signal?.removeEventListener('abort', stop));
}

export const ranOver = ({ error }: Ended): boolean => error?.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER';

/** For the system's own programs, whose output nobody needs. Rejects unless it succeeds. */
export async function runTool(file: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  const { error } = await runProgram(file, args, { signal });
  signal.throwIfAborted();
  if (error) throw error;
}
