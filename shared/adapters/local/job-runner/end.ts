import { setTimeout as sleep } from 'node:timers/promises';
import { TaskError } from '#shared/task/failure.ts';
import type { Leader, Process } from './processes.ts';

const LOOK_EVERY_MS = 20;
const KILLED_WITHIN_MS = 10_000;

/** Asks all of them to end, kills those that will not, and returns once none is left. */
export async function endAll(
  execution: string,
  members: () => readonly Process[],
  leader: Leader | undefined,
  graceMs: number,
): Promise<void> {
  signal(members(), leader, 'SIGTERM');
  if (await goneWithin(graceMs, members)) return;
  const kill = () => {
    const left = members();
    signal(left, leader, 'SIGKILL');
    return left;
  };
  if (await goneWithin(KILLED_WITHIN_MS, kill)) return;
  throw new TaskError('execution_not_stopped', `The execution ${execution} could not be ended.`, {
    whose: 'service',
    remedy: `End its processes by hand: ${members()
      .map(({ pid }) => pid)
      .join(', ')}.`,
  });
}

async function goneWithin(ms: number, left: () => readonly Process[]): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (left().length > 0) {
    if (performance.now() >= deadline) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}

/** The group at one stroke, so that nothing can be born between two signals; those that left it one by one. */
function signal(members: readonly Process[], leader: Leader | undefined, name: 'SIGTERM' | 'SIGKILL'): void {
  const inGroup = members.filter((member) => member.group === leader?.pid);
  if (leader && inGroup.length > 0) send(-leader.pid, name);
  for (const member of members) {
    if (member.group !== leader?.pid) send(member.pid, name);
  }
}

function send(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // ESRCH: it ended by itself meanwhile. EPERM: it became somebody else; if it stays, the caller is told.
    if (!(error instanceof Error && 'code' in error && ['ESRCH', 'EPERM'].includes(String(error.code)))) throw error;
  }
}
