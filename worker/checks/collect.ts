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
  const { workspace, home, names } = await lookAround(setting);
  const { format, path } = check.report ?? {};
  if (format !== undefined) {
    const reading = path === undefined ? await readLog(logFile) : await readReport(format, `./${path}`, setting);
    return summary([reading], workspace);
  }
  const readings: Reading[] = [];
  for (const name of names.slice(0, MAX_REPORTS)) {
    readings.push(await readReport(formatOf(name), `${home}/reports/${name}`, setting));
  }
  if (names.length > MAX_REPORTS)
    readings.push({ tests: [], problem: `Only ${MAX_REPORTS} of ${names.length} reports were read.` });
  if (names.length === 0 && endsUnittest(await readFile(logFile, 'utf8'))) readings.push(await readLog(logFile));
  return summary(readings, workspace);
}

interface Reading {
  readonly tests: readonly ReportedTest[];
  readonly problem?: string;
}

const MAX_REPORTS = 100;
const MAX_REPORT_BYTES = 32 * 1024 * 1024;

/** The names our instruments give: format, process, ending. Everything else in that folder is somebody else's. */
const ASKED = /^(vitest|jest|mocha|node-test|pytest)(?:-\d+)?\.(?:json|xml)$/;

const LOOK = 'pwd -P; echo "$HOME"; ls -1 -- "$HOME/reports" | head -n 1000';

async function lookAround(setting: Setting): Promise<{ workspace: string; home: string; names: readonly string[] }> {
  const { output } = await runErrand(['sh', '-c', LOOK], 256 * 1024, setting);
  const [workspace = '', home = '', ...names] = output.split('\n');
  const asked = names.filter((name) => ASKED.test(name));
  // By process number, so in the order the runners were started.
  return { workspace, home, names: asked.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })) };
}

type Format = keyof typeof PARSERS;

function formatOf(name: string): Format {
  const runner = ASKED.exec(name)?.[1];
  return runner === undefined || runner === 'pytest' ? 'junit' : (runner as Format);
}

/** Read and taken away, so that the workspace stays as it was. */
const READ = '[ -f "$1" ] && cat -- "$1" && rm -f -- "$1"';

async function readReport(format: Format, path: string, setting: Setting): Promise<Reading> {
  const { done, tooLong, output } = await runErrand(['sh', '-c', READ, 'check', path], MAX_REPORT_BYTES, setting);
  if (tooLong)
    return { tests: [], problem: `The report ${path} is longer than ${MAX_REPORT_BYTES / 1024 / 1024} MiB.` };
  if (!done) return { tests: [], problem: `The report ${path} was not written.` };
  return parse(format, path, output);
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
