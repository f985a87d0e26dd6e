import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { collect } from './output.ts';
import type { Command, Result } from './sandbox.ts';

const CHECK_EVERY_MS = 100;

/** A command that has a process but has not begun. */
export interface Started {
  readonly output: Readable;
  /** Its exit code, once nothing of it is left; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  begin(): void;
  kill(): void;
}

/** Looks whether a bound was reached. */
export type Check = () => Promise<'memory' | 'disk' | undefined>;

/** Runs a started command to its end and keeps the bounds no kernel keeps for us; the first one reached ends it. */
export async function supervise(command: Command, started: Started, checks: readonly Check[]): Promise<Result> {
  const beganMs = performance.now();
  const stop = new AbortController();
  const over = new AbortController();
  stop.signal.addEventListener('abort', () => started.kill(), { once: true });
  const release = bound(command, stop);
  try {
    if (!stop.signal.aborted) started.begin();
    const watched = watch(checks, stop, over.signal);
    const exited = started.exited.finally(() => over.abort());
    const collected = collect(started.output, { ...command, ...command.limits }, () => stop.abort('output'));
    const [exitCode, output] = await Promise.all([exited, collected, watched]);
    const tookMs = Math.round(performance.now() - beganMs);
    return stop.signal.aborted
      ? { exitCode: null, stopped: stop.signal.reason, output, tookMs }
      : { exitCode, output, tookMs };
  } finally {
    release();
    over.abort();
    started.kill();
    started.output.destroy();
  }
}

/** Wall clock and abort. */
function bound(command: Command, stop: AbortController): () => void {
  const abort = () => stop.abort('aborted');
  const timer = setTimeout(() => stop.abort('timeout'), command.limits.wallMs);
  command.signal.addEventListener('abort', abort, { once: true });
  if (command.signal.aborted) abort();
  return () => {
    clearTimeout(timer);
    command.signal.removeEventListener('abort', abort);
  };
}

/** Checks again and again while the command runs, and once more after: it may have reached a bound in its last moment. */
async function watch(checks: readonly Check[], stop: AbortController, over: AbortSignal): Promise<void> {
  let last = false;
  while (!stop.signal.aborted && !last) {
    last = over.aborted;
    const reached = (await Promise.all(checks.map((check) => check()))).find((reason) => reason !== undefined);
    if (reached) stop.abort(reached);
    else if (!last) await pause(over);
  }
}

async function pause(over: AbortSignal): Promise<void> {
  // The end of the command ends the pause early; there is nothing else it could reject for.
  await sleep(CHECK_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
}
