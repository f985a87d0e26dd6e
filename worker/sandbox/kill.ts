import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 2;

/** Kills a process, or with a negative number a whole group. One that is gone already is what was wanted. */
export function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Waits until a dying process is dead. A zombie is: it only waits for somebody to read how it ended. */
export async function dead(pid: number): Promise<void> {
  while (await isAlive(pid)) await sleep(LOOK_EVERY_MS);
}

async function isAlive(pid: number): Promise<boolean> {
  // No such file: no such process. Behind the name, which may hold anything, stands the state.
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const state = stat.slice(stat.lastIndexOf(')') + 2).at(0);
  return state !== undefined && state !== 'Z' && state !== 'X';
}
