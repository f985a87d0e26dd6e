import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TaskError } from '#shared/task/failure.ts';

/** The bot as a process of its own, as it runs anywhere else: it can be killed, and started again on the same data. */
export interface BotProcess {
  /** Resolves when it answers. Rejects with what it said when it could not start. */
  start(): Promise<void>;
  /** Starts it again after a death nobody had asked for; does nothing once it was stopped. */
  revive(): Promise<void>;
  /** SIGKILL, as a crash would: nothing is finished, nothing is said. */
  kill(): Promise<void>;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
  readonly pid: number | undefined;
  /** Where workers and people reach it. */
  readonly url: string;
}

interface Options {
  readonly env: Readonly<Record<string, string>>;
  readonly url: string;
  readonly logFile: string;
  /** Told when it ended and nobody had asked for that. */
  readonly onDeath: () => void;
}

const MAIN = fileURLToPath(import.meta.resolve('#bot/main.ts'));
const START_MS = 60_000;

export function botProcess({ env, url, logFile, onDeath }: Options): BotProcess {
  let child: ChildProcess | undefined;
  let wanted = false;

  async function end(signal: NodeJS.Signals): Promise<void> {
    wanted = false;
    const ending = child;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill(signal);
    await ended;
  }

  async function start(): Promise<void> {
    wanted = true;
    const starting = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    child = starting;
    const said = keepLog(starting, logFile);
    starting.once('exit', () => child === starting && wanted && onDeath());
    await answers(starting, `${url}/healthz`, said);
  }

  return {
    start,
    revive: async () => {
      if (wanted) await start();
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    url,
    get pid() {
      return child?.pid;
    },
  };
}

/** The last things it said, for when it does not start. */
function keepLog(child: ChildProcess, file: string): () => string {
  let tail = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-4_000);
  });
  child.stderr?.pipe(createWriteStream(file, { flags: 'a' }));
  return () => tail;
}

async function answers(child: ChildProcess, url: string, said: () => string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const ready = await fetch(url).then(
      (response) => response.ok,
      // Not listening yet.
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new TaskError('bot_not_started', said().trim() || 'The bot did not start, and said nothing.', {
    whose: 'service',
    remedy: 'Mend what it says above, and start again.',
  });
}
