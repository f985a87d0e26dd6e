import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { allProcesses, hasVariable } from '#shared/adapters/local/job-runner/processes.ts';

/** A program as Cloud Run would run it in a container: it and all it started come and go together. */
export interface Container {
  readonly pid: number;
  /** The program's exit code; undefined when it was killed. Nothing of the container is left then. */
  readonly ended: Promise<number | undefined>;
  /** SIGTERM to the program, and when its time is over SIGKILL to everything. Returns at the end. */
  stop(graceMs: number): Promise<void>;
  /** To everything in it. */
  signal(name: NodeJS.Signals): void;
}

interface Program {
  /** In its environment as CLOUD_RUN_EXECUTION, and in that of all it starts: this is how they are found. */
  readonly execution: string;
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** Starts a program as the leader of a session of its own; its output goes to the log. */
export async function startContainer({ execution, command, env, logFile }: Program): Promise<Container> {
  const [program, ...args] = command;
  const log = await open(logFile, 'a', 0o600);
  const child = spawn(program, args, { cwd: '/', env, detached: true, stdio: ['ignore', log.fd, log.fd] });
  const exited = new Promise<number | undefined>((resolve) => {
    child.once('exit', (code) => resolve(code ?? undefined));
  });
  await once(child, 'spawn').finally(() => log.close());
  const pid = child.pid ?? 0;
  // Once all of it is gone, its number may be somebody else's.
  let isOver = false;
  const signal = (name: NodeJS.Signals) => (isOver ? 0 : signalAll(pid, execution, name));
  const ended = exited.then(async (code) => {
    await killAll(() => signal('SIGKILL'));
    isOver = true;
    return code;
  });
  return {
    ...{ pid, ended, signal: (name) => void signal(name) },
    stop: async (graceMs) => {
      child.kill('SIGTERM');
      await Promise.race([ended, sleep(graceMs, undefined, { ref: false })]);
      signal('SIGKILL');
      await ended;
    },
  };
}

const LOOK_EVERY_MS = 10;

async function killAll(kill: () => number): Promise<void> {
  while (kill() > 0) await sleep(LOOK_EVERY_MS);
}

/** Gives how many there were. What is in the sandbox ends with what started it. */
function signalAll(leader: number, execution: string, name: NodeJS.Signals): number {
  const members = allProcesses().filter(
    ({ ended, pid, session }) => !ended && (session === leader || hasVariable(pid, 'CLOUD_RUN_EXECUTION', execution)),
  );
  for (const { pid } of members) send(pid, name);
  return members.length;
}

function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It ended between our look and our signal.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
