import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckRun } from '#shared/task/evidence.ts';
import { TaskError } from '#shared/task/failure.ts';
import { clip } from '#shared/text/clip.ts';
import type { Command, Limits, Result } from '../sandbox/sandbox.ts';
import { together } from '../together.ts';
import type { Check, CheckPlan, SetUp } from './check.ts';
import { type Collected, collectTests } from './collect.ts';
import { groupsOf } from './groups.ts';
import { CHECK_ENVIRONMENT, inBash, layInstruments, shellCommand } from './instruments.ts';
import { fileNameOf, sealLog, tailOf } from './log.ts';
import { firstMissing, missingPrograms, missingWords, programNotFound } from './missing.ts';
import { setupFailed, toolchainMissing } from './set-up-problems.ts';
import { runErrand, type Setting } from './setting.ts';

/** Runs every check, one after the other and without network, and says what it saw. A check that fails is a fact. */
export async function runChecks(plan: Pick<CheckPlan, 'checks'>, setting: Setting): Promise<CheckRun[]> {
  const missing = await missingPrograms(plan.checks, setting);
  const runs: CheckRun[] = [];
  for (const check of plan.checks) {
    const program = firstMissing(check, missing);
    runs.push(await (program === undefined ? runCheck(check, setting) : notRun(check, program, setting)));
  }
  return runs;
}

/**
 * Installs what the checks need, through the egress allowlist. Throws `setup_failed` at the first command that fails.
 * One whose program is not on this machine is left out, since its checks will say so; when that is all of the checks,
 * nothing could be proved, and it throws `toolchain_missing`.
 */
export async function runSetup(
  { setup, checks = [] }: Pick<CheckPlan, 'setup'> & Partial<Pick<CheckPlan, 'checks'>>,
  setting: Setting,
): Promise<CheckRun[]> {
  const missing = await missingPrograms([...setup, ...checks], setting);
  const isHopeless = checks.length > 0 && checks.every((check) => firstMissing(check, missing) !== undefined);
  if (isHopeless) throw toolchainMissing([...missing]);
  const steps = setup.filter((step) => firstMissing(step, missing) === undefined);
  if (steps.length > 0) await lay(undefined, setting);
  const named = steps.map((step, index) => ({ ...step, name: `set-up ${index + 1}` }));
  const runs: CheckRun[] = [];
  for (const group of groupsOf(named)) {
    const acts = group.map((step) => (signal: AbortSignal) => succeed(step, { ...setting, signal }));
    runs.push(...(await together<CheckRun[]>(acts, setting.signal)));
  }
  return runs;
}

async function succeed(step: SetUp & { readonly name: string }, setting: Setting): Promise<CheckRun> {
  const run = await runCommand(step, 'egress', setting);
  if (run.exitCode !== 0) throw setupFailed(run, setting.sandbox.refusedHosts());
  return run;
}

async function runCheck(check: Check, setting: Setting): Promise<CheckRun> {
  await lay(check.report?.path, setting);
  const argv = await shellCommand(check.command, check.report ? 'plain' : 'report');
  const result = await execute(check, { argv, network: 'none' }, setting);
  const { remarks, ...collected } = await collectTests(check, logFileOf(check, setting), setting);
  const program = programNotFound(result.exitCode, result.output);
  const words = program === undefined ? [] : [missingWords(program)];
  return recordOf(check, result, { ...collected, remarks: [...remarks, ...words] }, setting);
}

/** What a shell would end with, had it been asked: no pass, and no word about the repository either. */
const NOT_FOUND = { exitCode: 127, output: '', tookMs: 0 } as const;

async function notRun(check: Check, program: string, setting: Setting): Promise<CheckRun> {
  await writeFile(logFileOf(check, setting), '');
  return recordOf(check, NOT_FOUND, { remarks: [missingWords(program)] }, setting);
}

async function lay(oldReports: string | undefined, setting: Setting): Promise<void> {
  const { done, output } = await runErrand(await layInstruments(oldReports), 64 * 1024, setting);
  if (!done) throw homeUnusable(output);
}

/** Runs a set-up command, or any other that is no test, and says what it saw. */
export async function runCommand(
  step: SetUp & { readonly name: string },
  network: Command['network'],
  setting: Setting,
): Promise<CheckRun> {
  const argv = await shellCommand(step.shell === 'bash' ? inBash(step.command) : step.command);
  const { folder: cwd, env } = step;
  const how = { argv, network, ...(cwd !== undefined && { cwd }), ...(env && { env }) };
  const result = await execute(step, how, setting);
  const program = programNotFound(result.exitCode, result.output);
  return recordOf(step, result, { remarks: program === undefined ? [] : [missingWords(program)] }, setting);
}

async function execute(
  check: Check,
  how: Pick<Command, 'argv' | 'network' | 'cwd' | 'env'>,
  setting: Setting,
): Promise<Result> {
  const result = await setting.sandbox.run({
    ...how,
    env: { ...CHECK_ENVIRONMENT, ...how.env },
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

function logNameOf(check: Check, { commit, round = 1 }: Setting): string {
  return `${commit.slice(0, 12)}-${fileNameOf(check.name)}${round > 1 ? `-run-${round}` : ''}.log`;
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
