import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { TaskError } from '#shared/task/failure.ts';
import { type Leader, processOf } from './processes.ts';

/** Starts a program as the leader of a session of its own, with just this environment; its output goes to the log. */
export async function launch(
  [program, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
  logFile: string,
): Promise<Leader> {
  const log = await open(logFile, 'a', 0o600);
  try {
    const child = spawn(program, args, { cwd: '/', env, detached: true, stdio: ['ignore', log.fd, log.fd] });
    await hasStarted(child, program);
    child.unref();
    const pid = child.pid ?? 0;
    return { pid, startedAt: processOf(pid)?.startedAt ?? '' };
  } finally {
    await log.close();
  }
}

async function hasStarted(child: ChildProcess, program: string): Promise<void> {
  try {
    await once(child, 'spawn');
  } catch (cause) {
    throw new TaskError('worker_not_started', 'No worker could be started on this machine.', {
      whose: 'service',
      remedy: `Check that ${program} exists and may be run, and that the machine has memory and processes left.`,
      cause,
    });
  }
}
