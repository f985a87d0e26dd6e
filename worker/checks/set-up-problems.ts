import type { CheckRun } from '#shared/task/evidence.ts';
import { TaskError } from '#shared/task/failure.ts';
import { clip, clipTail } from '#shared/text/clip.ts';
import { MISSING_REMEDY } from './missing.ts';

/** A command of the set-up that did not end well. */
export function setupFailed(run: CheckRun, refusedHosts: readonly string[]): TaskError {
  const end = run.stopped ? `was stopped (${run.stopped})` : `ended with exit code ${run.exitCode}`;
  const refused = refusedHosts.length > 0 ? ` It asked for hosts it may not reach: ${refusedHosts.join(', ')}.` : '';
  const words = `Setting the repository up failed: “${clip(run.command, 200)}” ${end}.${clip(refused, 500)}`;
  return new TaskError('setup_failed', `${words}\n${clipTail(run.tail, 1_000)}`, {
    whose: 'yours',
    remedy:
      refusedHosts.length > 0
        ? 'If the repository needs these hosts, whoever runs this bot can add them to `egress` in its policy, or the registry by its name.'
        : 'Make the set-up work on the base branch, or name the right commands under `setup` in .agent.yml.',
  });
}

/** A machine that can run none of the checks. */
export function toolchainMissing(programs: readonly string[]): TaskError {
  const names = new Intl.ListFormat('en-GB').format(programs.map((program) => `“${program}”`));
  const words = `The checks of this repository need ${names}, which ${programs.length === 1 ? 'is' : 'are'} not installed where they run.`;
  return new TaskError('toolchain_missing', words, { whose: 'service', remedy: MISSING_REMEDY });
}
