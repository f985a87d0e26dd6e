import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { CHECK_ENVIRONMENT } from '../../checks/instruments.ts';
import { WORKSPACE } from '../../sandbox/arguments.ts';
import type { Limits, Result, Sandbox } from '../../sandbox/sandbox.ts';
import { toolProblem } from './tool.ts';

interface Job {
  readonly argv: readonly string[];
  readonly input?: string;
  readonly limits: Limits;
  readonly onOutput?: (text: string) => void;
  readonly signal: AbortSignal;
}

/** The agent's hands: everything it does to a file or with a program happens in the sandbox, links and all. */
export interface Workbench {
  /** Runs to the end, whatever end that is; only the end of the attempt rejects. */
  run(job: Job): Promise<Result>;
  /** Runs a command of ours and gives all it wrote; one that fails is a problem told in its own words. */
  obtain(job: Job): Promise<Buffer>;
}

export function createWorkbench(sandbox: Sandbox, logs: string): Workbench {
  const logFile = join(logs, '.tool.log');
  async function run(job: Job): Promise<Result> {
    const result = await sandbox.run({ ...job, env: CHECK_ENVIRONMENT, network: 'none', logFile });
    job.signal.throwIfAborted();
    return result;
  }
  return {
    run,
    async obtain(job) {
      const result = await run(job);
      if (result.exitCode !== 0) throw toolProblem(endOf(result), result.output.slice(0, 1_000));
      return readFile(logFile);
    },
  };
}

/** How a command ended, as a sentence. Without the time it took: the same end must read the same. */
export function endOf({ exitCode, stopped }: Result): string {
  if (stopped) return `It was stopped: ${STOPS[stopped]}.`;
  return exitCode === 0 ? 'It succeeded.' : `It failed with exit code ${exitCode}.`;
}

const STOPS: Readonly<Record<NonNullable<Result['stopped']>, string>> = {
  timeout: 'it took longer than it may',
  memory: 'it used more memory than it may',
  disk: 'it wrote more to the disk than it may',
  output: 'it printed more than it may',
  aborted: 'the attempt ends',
};

/** A path of the agent's, relative to the workspace and never mistaken for an option. */
export function placeOf(path: string): string {
  const place = posix.normalize(path.startsWith(WORKSPACE) ? path.replace(WORKSPACE, '.') : path);
  if (!posix.isAbsolute(place) && place !== '..' && !place.startsWith('../')) return `./${place}`;
  throw toolProblem(`“${path}” is outside the workspace.`, 'Give a path inside the repository.');
}
