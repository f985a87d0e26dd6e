import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { CHECK_ENVIRONMENT, shellCommand } from '../../checks/instruments.ts';
import type { Limits, Result, Sandbox } from '../../sandbox/sandbox.ts';

/** Runs commands, each in a sandbox of its own. */
export interface Shell {
  /** To the end, whatever end that is; only the end of the attempt rejects. */
  run(command: string, how: How): Promise<Ran>;
}

interface How {
  readonly timeoutMs: number;
  readonly onOutput: (text: string) => void;
  readonly signal: AbortSignal;
}

export interface Ran extends Result {
  /** All that it printed, until the next command but one. */
  readonly logFile: string;
}

/** The next sandbox is made while the model thinks, because that takes longer than most commands do. */
export function openShell(sandbox: Pick<Sandbox, 'run'>, limits: Limits, logs: string): Shell {
  let made = 0;
  const make = () => prepare(sandbox, limits, join(logs, `.command-${made++ % 2}.log`));
  let next = make();
  return {
    async run(command, { timeoutMs, onOutput, signal }) {
      signal.throwIfAborted();
      const prepared = next.hasEnded() ? make() : next;
      const timeIsUp = AbortSignal.timeout(Math.ceil(Math.min(timeoutMs, limits.wallMs)));
      const stop = () => prepared.stop();
      for (const end of [timeIsUp, signal]) end.addEventListener('abort', stop, { once: true });
      const result = await prepared.begin(command, onOutput);
      for (const end of [timeIsUp, signal]) end.removeEventListener('abort', stop);
      signal.throwIfAborted();
      next = make();
      const { logFile } = prepared;
      return timeIsUp.aborted && result.stopped === 'aborted'
        ? { ...result, stopped: 'timeout', logFile }
        : { ...result, logFile };
    },
  };
}

interface Prepared {
  readonly logFile: string;
  begin(command: string, onOutput: (text: string) => void): Promise<Result>;
  hasEnded(): boolean;
  stop(): void;
}

function prepare(sandbox: Pick<Sandbox, 'run'>, limits: Limits, logFile: string): Prepared {
  const end = new AbortController();
  const input = new PassThrough();
  let hear: (text: string) => void = () => undefined;
  let hasEnded = false;
  const result = shellCommand(BASH_FROM_INPUT)
    .then((argv) =>
      sandbox.run({
        argv,
        input,
        env: CHECK_ENVIRONMENT,
        network: 'none',
        limits: { ...limits, wallMs: WAITING_MS },
        logFile,
        onOutput: (text) => hear(text),
        signal: end.signal,
      }),
    )
    .finally(() => {
      hasEnded = true;
    });
  // Whoever gives it a command hears of it.
  result.catch(() => undefined);
  return {
    logFile,
    begin(command, onOutput) {
      hear = onOutput;
      input.end(command);
      return result;
    },
    hasEnded: () => hasEnded,
    stop: () => end.abort(),
  };
}

const WAITING_MS = 2 ** 31 - 1;

/** Models write for bash; a repository's own image may have nothing but sh. */
const BASH_FROM_INPUT = `command=$(cat) && exec </dev/null
command -v bash >/dev/null && exec bash -c "$command"
exec sh -c "$command"`;
