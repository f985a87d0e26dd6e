import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { type Execution, type Spec, startExecution } from './execution.ts';
import type { RunFault } from './faults.ts';
import { fullNameOf } from './messages.ts';

/** The one job there is, and what starts it. */
export interface Job {
  /** `projects/p/locations/l/jobs/j` */
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** What every container has, before the overrides. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the output of containers is kept. */
  readonly folder: string;
  readonly generation: 'EXECUTION_ENVIRONMENT_GEN1' | 'EXECUTION_ENVIRONMENT_GEN2';
  readonly timeoutMs: number;
  readonly graceMs: number;
}

/** Every execution there was, newest first. */
export interface Register {
  readonly job: Job;
  start(overrides: Pick<Spec, 'env'> & Partial<Pick<Spec, 'timeoutMs'>>, fault: RunFault): readonly Execution[];
  /** By its full name. */
  find(name: string): Execution | undefined;
  all(): readonly Execution[];
}

export function createRegister(job: Job): Register {
  const executions: Execution[] = [];

  function startOne(overrides: Parameters<Register['start']>[0], fault: RunFault): Execution {
    const name = unusedName(job, (taken) => executions.some((execution) => execution.name === taken));
    const execution = startExecution({
      ...{ name, job: job.name, command: job.command, createdAt: Date.now() },
      ...{ baseEnv: job.env, timeoutMs: job.timeoutMs, graceMs: job.graceMs, ...overrides },
      logFile: join(job.folder, `${name}.log`),
      startsAfterMs: fault.startsAfterMs ?? 0,
      listedAfterMs: fault.listedAfterMs ?? 0,
    });
    executions.unshift(execution);
    return execution;
  }

  return {
    job,
    start: (overrides, fault) => Array.from({ length: fault.executions ?? 1 }, () => startOne(overrides, fault)),
    find: (name) => executions.find((execution) => fullNameOf(execution) === name),
    all: () => executions,
  };
}

/** The job's and five characters, as Cloud Run names them. */
function unusedName(job: Job, isTaken: (name: string) => boolean): string {
  const tail = randomInt(36 ** 5)
    .toString(36)
    .padStart(5, '0');
  const chosen = `${job.name.slice(job.name.lastIndexOf('/') + 1)}-${tail}`;
  return isTaken(chosen) ? unusedName(job, isTaken) : chosen;
}
