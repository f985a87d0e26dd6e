import { join } from 'node:path';
import { CheckRun } from '#shared/task/evidence.ts';
import { TaskError } from '#shared/task/failure.ts';
import { clip, clipTail } from '#shared/text/clip.ts';
import type { Command, Limits, Result } from '../sandbox/sandbox.ts';
import type { Check, CheckPlan } from './check.ts';
import { type Collected, collectTests } from './collect.ts';
import { CHECK_ENVIRONMENT, layInstruments, shellCommand } from './instruments.ts';
import { fileNameOf, sealLog, tailOf } from './log.ts';
import { runErrand, type Setting } from './setting.ts';

/** Runs every check, one after the other and without network, and says what it saw. A check that fails is a fact. */
export async function runChecks(plan: Pick<CheckPlan, 'checks'>, setting: Setting): Promise<CheckRun[]> {
  const runs: CheckRun[] = [];
  for (const check of plan.checks) runs.push(await runCheck(check, setting));
  return runs;
}

/** Installs what the checks need, through the egress allowlist. Throws `setup_failed` at the first command that fails. */
export async function runSetup(plan: Pick<CheckPlan, 'setup'>, setting: Setting): Promise<CheckRun[]> {
  const runs: CheckRun[] = [];
  for (const [index, { command }] of plan.setup.entries()) {
    const run = await runStep({ name: `set-up ${index + 1}`, command }, setting);
    if (run.exitCode !== 0) throw setupFailed(run, setting.sandbox.refusedHosts());
    runs.push(run);
  }
  return runs;
}

async function runCheck(check: Check, setting: Setting): Promise<CheckRun> {
  const { done, output } = await runErrand(await layInstruments(check.report?.path), 64 * 1024, setting);
  if (!done) throw homeUnusable(output);
  const argv = await shellCommand(check.command, check.report ? 'plain' : 'report');
  const result = await execute(check, { argv, network: 'none' }, setting);
  return recordOf(check, result, await collectTests(check, logFileOf(check, setting), setting), setting);
}

async function runStep(step: Check, setting: Setting): Promise<CheckRun> {
  const result = await execute(step, { argv: await shellCommand(step.command), network: 'egress' }, setting);
  return recordOf(step, result, { remarks: [] }, setting);
}

async function execute(check: Check, how: Pick<Command, 'argv' | 'network'>, setting: Setting): Promise<Result> {
  const result = await setting.sandbox.run({
    ...how,
    env: CHECK_ENVIRONMENT,
    limits: limitsOf(check, setting),
    logFile: logFileOf(check, setting),
    onOutput: follow(check, setting),
    signal: setting.signal,
  });
  setting.signal.throwIfAborted();
  return result;
}

function limitsOf(check: Check, { limits }: Setting): Limits {
  return { ...limits, wallMs: Math.min(limits.wallMs, check.timeoutMs ?? limits.wallMs) };
}

/** Twice as much as a tail shows is kept, so that a secret cut in two at the far end is not in sight. */
const FOLLOWED = 8_000;

function follow(check: Check, { onTail, redact }: Setting): (text: string) => void {
  let recent = '';
  return (text) => {
    recent = (recent + text).slice(-FOLLOWED);
    onTail(check.command, tailOf(redact(recent)));
  };
}

function logNameOf(check: Check, { commit }: Setting): string {
  return `${commit.slice(0, 12)}-${fileNameOf(check.name)}.log`;
}

function logFileOf(check: Check, setting: Setting): string {
  return join(setting.logs, logNameOf(check, setting));
}

async function recordOf(check: Check, result: Result, collected: Collected, setting: Setting): Promise<CheckRun> {
  const sealed = await sealLog(logFileOf(check, setting), collected.remarks, setting.redact);
  return CheckRun.parse({
    name: check.name,
    command: clip(check.command, 1_000),
    commit: setting.commit,
    exitCode: result.exitCode,
    stopped: stoppedBy(result),
    tookMs: result.tookMs,
    ...sealed,
    log: logNameOf(check, setting),
    tests: collected.tests,
  });
}

/** A record has one word for having written too much, into the log or onto the disk. */
function stoppedBy({ stopped }: Result): CheckRun['stopped'] {
  if (stopped === 'disk') return 'output';
  return stopped === 'aborted' ? undefined : stopped;
}

function setupFailed(run: CheckRun, refusedHosts: readonly string[]): TaskError {
  const end = run.stopped ? `was stopped (${run.stopped})` : `ended with exit code ${run.exitCode}`;
  const refused = refusedHosts.length > 0 ? ` It asked for hosts it may not reach: ${refusedHosts.join(', ')}.` : '';
  const words = `Setting the repository up failed: “${clip(run.command, 200)}” ${end}.${clip(refused, 500)}`;
  return new TaskError('setup_failed', `${words}\n${clipTail(run.tail, 1_000)}`, {
    whose: 'yours',
    remedy:
      refusedHosts.length > 0
        ? 'If the repository needs these hosts, whoever runs this bot can add them to `egress` in its policy.'
        : 'Make the set-up work on the base branch, or name the right commands under `setup` in .agent.yml.',
  });
}

function homeUnusable(output: string): TaskError {
  return new TaskError(
    'checks_not_ready',
    `The checks could not be prepared in the sandbox: ${clip(output.trim(), 500)}`,
    {
      whose: 'service',
      remedy: 'Retry; if it happens again, the disk limit of the sandbox may be too small for this repository.',
    },
  );
}
