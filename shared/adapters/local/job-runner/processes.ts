import { readdirSync, readFileSync } from 'node:fs';

/** The first process of an execution. `startedAt` tells it from a later one that was given the same number. */
export interface Leader {
  readonly pid: number;
  /** In clock ticks since the machine booted. */
  readonly startedAt: string;
}

export interface Process extends Leader {
  readonly group: number;
  readonly session: number;
  /** It has ended, and only its parent has not noticed. */
  readonly ended: boolean;
}

/** A process of this machine; undefined when there is none of this number. */
export function processOf(pid: number): Process | undefined {
  const stat = readProc(`${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in brackets, and may hold anything: what is sure begins after the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, , group, session] = fields;
  return {
    pid,
    group: Number(group),
    session: Number(session),
    ended: state === 'Z' || state === 'X',
    startedAt: fields[19] ?? '',
  };
}

export function allProcesses(): readonly Process[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => processOf(Number(pid)) ?? []);
}

/** Whether a process was given this variable with just this value. Of another user's process nothing is known. */
export function hasVariable(pid: number, name: string, value: string): boolean {
  return readProc(`${pid}/environ`)?.split('\0').includes(`${name}=${value}`) ?? false;
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    // It ended while we looked, or belongs to somebody else: in both cases not ours.
    return undefined;
  }
}
