import { readFile } from 'node:fs/promises';
import type { TestOutcome } from '#shared/task/evidence.ts';
import { clip } from '#shared/text/clip.ts';
import { oneLine } from '#shared/text/escape.ts';
import type { Check } from './check.ts';
import { PARSERS } from './reports/parsers.ts';
import type { ReportedTest } from './reports/reported-test.ts';
import { endsUnittest } from './reports/unittest.ts';
import { runErrand, type Setting } from './setting.ts';
import { nameTests } from './test-names.ts';

/** What is known of each test after a check ran; no tests where none were reported. */
export interface Collected {
  readonly tests?: Record<string, TestOutcome>;
  /** What a reader of the log should know about the reports, a sentence each. */
  readonly remarks: readonly string[];
}

/** Reads the reports a check left. They are claims of the code under test: what is wrong with one costs the detail only. */
export async function collectTests(check: Check, logFile: string, setting: Setting): Promise<Collected> {
  const { workspace, reports } = await lookAround(setting);
  const readings = check.report
    ? [await readDeclared(check.report, logFile, setting)]
    : await readAsked(reports, logFile, setting);
  return summary(readings, workspace);
}

type Format = keyof typeof PARSERS;

interface Reading {
  readonly tests: readonly ReportedTest[];
  readonly problem?: string;
}

const MAX_REPORTS = 100;
const MAX_REPORT_MIB = 32;

/** What our instruments call their reports. Everything else in that folder is somebody else's. */
const NAMES: readonly (readonly [RegExp, Format])[] = [
  [/^vitest-\d+\.json$/, 'vitest'],
  [/^jest-\d+\.json$/, 'jest'],
  [/^mocha-\d+\.json$/, 'mocha'],
  [/^node-test-\d+\.xml$/, 'node-test'],
  [/^pytest(?:-\d+)?\.xml$/, 'junit'],
];

interface Asked {
  readonly path: string;
  readonly format: Format;
}

const LOOK = 'pwd -P; echo "$HOME"; ls -1 -- "$HOME/reports" | head -n 1000';

async function lookAround(setting: Setting): Promise<{ workspace: string; reports: readonly Asked[] }> {
  const { output } = await runErrand(['sh', '-c', LOOK], 256 * 1024, setting);
  const [workspace = '', home = '', ...names] = output.split('\n');
  // By process number, so in the order the runners were started.
  const sorted = names.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const reports = sorted.flatMap((name) => {
    const format = NAMES.find(([pattern]) => pattern.test(name))?.[1];
    return format ? [{ path: `${home}/reports/${name}`, format }] : [];
  });
  return { workspace, reports };
}

async function readDeclared(
  { format, path }: NonNullable<Check['report']>,
  logFile: string,
  setting: Setting,
): Promise<Reading> {
  return path === undefined ? readLog(logFile) : readReport({ format, path: `./${path}` }, setting);
}

async function readAsked(reports: readonly Asked[], logFile: string, setting: Setting): Promise<readonly Reading[]> {
  if (reports.length === 0) return endsUnittest(await readFile(logFile, 'utf8')) ? [await readLog(logFile)] : [];
  const readings: Reading[] = [];
  for (const report of reports.slice(0, MAX_REPORTS)) readings.push(await readReport(report, setting));
  const unread = reports.length - readings.length;
  return unread > 0 ? [...readings, { tests: [], problem: `${unread} more reports were not read.` }] : readings;
}

/** Read and taken away, so that the workspace stays as it was. */
const READ = '[ -f "$1" ] && cat -- "$1" && rm -f -- "$1"';

async function readReport({ path, format }: Asked, setting: Setting): Promise<Reading> {
  const argv = ['sh', '-c', READ, 'check', path];
  const { done, tooLong, output } = await runErrand(argv, MAX_REPORT_MIB * 1024 * 1024, setting);
  if (tooLong) return { tests: [], problem: `The report ${path} is longer than ${MAX_REPORT_MIB} MiB.` };
  return done ? parse(format, path, output) : { tests: [], problem: `The report ${path} was not written.` };
}

async function readLog(logFile: string): Promise<Reading> {
  return parse('unittest', 'in the output', await readFile(logFile, 'utf8'));
}

function parse(format: Format, place: string, text: string): Reading {
  try {
    return { tests: PARSERS[format](text) };
  } catch (cause) {
    // What was thrown quotes the report at length; which one it was and how it began is enough to find it.
    return { tests: [], problem: `The report ${place} is no ${format} report: ${clip(oneLine(String(cause)), 300)}` };
  }
}

function summary(readings: readonly Reading[], workspace: string): Collected {
  const reported = readings.flatMap((reading) => reading.tests);
  const problems = readings.flatMap((reading) => reading.problem ?? []);
  const { tests, leftOut } = nameTests(reported, workspace);
  if (leftOut > 0) problems.push(`${leftOut} of ${reported.length} tests are left out here, the last ones by name.`);
  return { ...(reported.length > 0 && { tests }), remarks: problems };
}
