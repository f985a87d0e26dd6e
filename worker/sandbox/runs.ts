import type { Command, Result } from './sandbox.ts';

/** The commands under way in one sandbox. */
export interface Runs {
  run(command: Command): Promise<Result>;
  /** Aborts them all and waits until they are gone. */
  end(): Promise<void>;
}

export function runs(execute: (command: Command) => Promise<Result>): Runs {
  const ending = new AbortController();
  const running = new Set<Promise<Result>>();
  return {
    async run(command) {
      // What the sandbox stands on is gone.
      if (ending.signal.aborted) return { exitCode: null, stopped: 'aborted', output: '', tookMs: 0 };
      const run = execute({ ...command, signal: AbortSignal.any([command.signal, ending.signal]) });
      running.add(run);
      return run.finally(() => running.delete(run));
    },
    async end() {
      ending.abort();
      await Promise.allSettled(running);
    },
  };
}
