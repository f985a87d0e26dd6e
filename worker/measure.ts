import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckRun } from '#shared/task/evidence.ts';
import { TaskError } from '#shared/task/failure.ts';
import type { Redact } from '#shared/text/redact.ts';
import type { Bot } from './bot.ts';
import { type Measurement, runBenchmarks } from './checks/benchmarks.ts';
import type { CheckPlan } from './checks/check.ts';
import { tailOf } from './checks/log.ts';
import { runChecks, runSetup } from './checks/run.ts';
import { type Shot, takeScreenshots } from './checks/screenshots.ts';
import type { Setting } from './checks/setting.ts';
import { copyRoom, type Folders, type OpenSandbox, type Room, removeRoom, roomIn } from './rooms.ts';
import type { Limits } from './sandbox/sandbox.ts';
import type { ReportNews } from './telemetry.ts';

export interface Subject {
  readonly plan: CheckPlan;
  /** The commit that what is seen is bound to. */
  readonly commit: string;
  /** Which side of the comparison this is; the artifact with its tests is called so. */
  readonly label: 'before' | 'after';
  /** Brings the files of the room, which are those of base, to where they are to be measured. */
  readonly arrange?: ((room: Room) => Promise<void>) | undefined;
  /** Whether what is installed fits no longer. */
  readonly install?: boolean;
  /** Which run of the checks on this commit it is, from 1. */
  readonly round?: number;
}

/** What was seen of one commit. */
export interface Measured {
  readonly runs: readonly CheckRun[];
  /** By the names of the benchmarks and screenshots that the plan has. */
  readonly measurements: ReadonlyMap<string, Measurement>;
  readonly shots: ReadonlyMap<string, Shot>;
}

/** Runs the checks in a fresh copy of the pristine room, which is thrown away after, and stores what they wrote. */
export type Measure = (subject: Subject, signal: AbortSignal) => Promise<Measured>;

/** What every command of the platform needs, wherever it runs. */
export interface Place {
  readonly folders: Folders;
  readonly limits: Limits;
  readonly redact: Redact;
  readonly report: ReportNews;
}

interface Needs extends Place {
  readonly openSandbox: OpenSandbox;
  readonly bot: Pick<Bot, 'upload'>;
}

export function createMeasure(needs: Needs): Measure {
  const { folders, bot } = needs;
  return async (subject, signal) => {
    if (isEmpty(subject.plan)) return { runs: [], measurements: new Map(), shots: new Map() };
    const room = roomIn(folders.root, 'checks');
    try {
      await copyRoom(folders.pristine, room, signal);
      await subject.arrange?.(room);
      const measured = await runIn(room, subject, needs, signal);
      await upload(bot, folders.logs, measured, subject, signal);
      return measured;
    } finally {
      await removeRoom(room);
    }
  };
}

const isEmpty = ({ checks, benchmarks = [], screenshots = [] }: CheckPlan): boolean =>
  checks.length + benchmarks.length + screenshots.length === 0;

async function runIn(room: Room, subject: Subject, needs: Needs, signal: AbortSignal): Promise<Measured> {
  const sandbox = await needs.openSandbox(room, subject.install ? 'egress' : 'none');
  try {
    const setting = settingOf(needs, sandbox, subject.commit, signal);
    return await measureIn({ ...setting, round: subject.round ?? 1 }, subject);
  } finally {
    await sandbox.close();
  }
}

/** The checks first, as they are what counts. */
async function measureIn(setting: Setting, subject: Subject): Promise<Measured> {
  const { benchmarks = [], screenshots = [] } = subject.plan;
  const runs = await installAndCheck(subject, setting);
  const measurements = await runBenchmarks(benchmarks, setting);
  return { runs, measurements, shots: await takeScreenshots(screenshots, subject.label, setting) };
}

export function settingOf(
  { folders, limits, redact, report }: Place,
  sandbox: Setting['sandbox'],
  commit: string,
  signal: AbortSignal,
): Setting {
  const onTail = (command: string, tail: string) => report({ doing: command, tail });
  return { sandbox, commit, logs: folders.logs, limits, onTail, signal, redact };
}

/** A change that cannot be installed fails like one that breaks a test: the agent is to hear of it. */
async function installAndCheck({ plan, install }: Subject, setting: Setting): Promise<readonly CheckRun[]> {
  try {
    if (install) await runSetup(plan, setting);
  } catch (error) {
    if (error instanceof TaskError && error.code === 'setup_failed') return [await failedInstall(error, plan, setting)];
    throw error;
  }
  return runChecks(plan, setting);
}

async function failedInstall(error: TaskError, plan: CheckPlan, { commit, logs }: Setting): Promise<CheckRun> {
  const log = `${commit.slice(0, 12)}-set-up.log`;
  await writeFile(join(logs, log), error.message);
  return {
    name: 'set-up',
    command: plan.setup.map(({ command }) => command).join(' && '),
    commit,
    exitCode: 1,
    tookMs: 0,
    logHash: createHash('sha256').update(error.message).digest('hex'),
    log,
    tail: tailOf(error.message),
  };
}

async function upload(
  bot: Pick<Bot, 'upload'>,
  logs: string,
  { runs, shots }: Measured,
  { label, round = 1 }: Subject,
  signal: AbortSignal,
): Promise<void> {
  for (const { log } of runs) await bot.upload(log, await readFile(join(logs, log), 'utf8'), signal);
  for (const shot of shots.values()) {
    if ('file' in shot) await bot.upload(shot.file, new Uint8Array(shot.bytes), signal);
  }
  const tests = Object.fromEntries(runs.flatMap((run) => (run.tests ? [[run.name, run.tests]] : [])));
  await bot.upload(`tests-${label}${round > 1 ? `-run-${round}` : ''}.json`, JSON.stringify(tests, null, 2), signal);
}
