import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

/** A program of this folder as a process of its own. Each line it prints is something it says is done. */
export function running(program: string, ...args: readonly string[]) {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  const closed = once(child, 'close');
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const lines = () => printed.split('\n').slice(0, -1);

  return {
    lines,
    /** What it had said once it ended by itself, and well. */
    finished: async (): Promise<readonly string[]> => {
      await closed;
      expect(child.exitCode).toBe(0);
      return lines();
    },
    /** What it had said when it was killed, which is as soon as it has said so many lines. */
    killedAfter: async (count: number): Promise<readonly string[]> => {
      while (lines().length < count && child.exitCode === null)
        await Promise.race([once(child.stdout, 'data'), closed]);
      child.kill('SIGKILL');
      await closed;
      return lines();
    },
  };
}
