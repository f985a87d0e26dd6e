import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobRunner } from '#shared/ports.ts';
import { endAll } from './job-runner/end.ts';
import { executionEntries } from './job-runner/entries.ts';
import { launch } from './job-runner/launch.ts';
import { isRunning, membersOf } from './job-runner/members.ts';
import { probe } from './job-runner/probe.ts';
import type { Leader } from './job-runner/processes.ts';

interface Options {
  /** Where executions are noted down and their output is kept. */
  readonly folder: string;
  /** The worker's program and its arguments; the program by its whole path, for nothing is inherited to find it by. */
  readonly command: readonly [string, ...string[]];
  /** Where executions may put what ends with them; those that were killed did not clean up. */
  readonly scratch: string;
  /** The worker's whole base environment. */
  readonly env: Readonly<Record<string, string>>;
  /** How long an execution that was told to end may take for it. */
  readonly graceMs?: number;
  /** Ended executions whose output is kept. */
  readonly keep?: number;
  readonly now?: () => number;
}

/** Executions as processes of this machine: each in a session of its own, so that it outlives the bot that started it. */
export function localJobRunner(options: Options): JobRunner {
  const { folder, scratch, command, env, graceMs = 5_000, keep = 200, now = Date.now } = options;
  const entries = executionEntries(folder);
  let probed: { readonly at: number; readonly answer: ReturnType<JobRunner['isolation']> } | undefined;

  const end = (execution: string, leader: Leader | undefined) =>
    endAll(execution, () => membersOf(execution, leader), leader, graceMs);

  return {
    start: async (job) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await entries.prune(keep, (name, known) => !isRunning(name, known));
      await sweepScratch(scratch, async (name) => isRunning(name, await entries.leaderOf(name)));
      const execution = await entries.mint(job);
      // From here on it can be found by its name, also when this process dies before it knows the process id.
      const leader = await launch(
        command,
        { ...env, ...assignedTo(job, execution), BELLHOP_SCRATCH: scratch },
        entries.logOf(execution),
      );
      try {
        await entries.started(execution, leader);
      } catch (error) {
        // The caller will never learn its name, so nobody could end it later.
        await end(execution, leader);
        throw error;
      }
      return execution;
    },
    find: async (attempt) => {
      const names = await entries.namesOf(attempt);
      const known = await Promise.all(names.map(async (name) => ({ name, leader: await entries.leaderOf(name) })));
      return known.filter(({ name, leader }) => isRunning(name, leader)).map(({ name }) => name);
    },
    stop: async (execution) => end(execution, await entries.leaderOf(execution)),
    state: async (execution) => (isRunning(execution, await entries.leaderOf(execution)) ? 'running' : 'gone'),
    isolation: () => {
      if (!probed || now() - probed.at >= PROBE_KEPT_MS) probed = { at: now(), answer: probe(command, env) };
      return probed.answer;
    },
  };
}

const PROBE_KEPT_MS = 60_000;

function assignedTo(job: Parameters<JobRunner['start']>[0], execution: string) {
  return {
    BELLHOP_EXECUTION: execution,
    BELLHOP_TASK: job.task,
    BELLHOP_ATTEMPT: String(job.attempt),
    BELLHOP_CAPABILITY: job.capability,
  };
}

async function sweepScratch(scratch: string, isRunning: (execution: string) => Promise<boolean>): Promise<void> {
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  for (const execution of await readdir(scratch))
    if (!(await isRunning(execution))) await rm(join(scratch, execution), { recursive: true, force: true });
}
