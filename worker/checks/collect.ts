import { readFile } from 'node:fs/promises';
import type { TestOutcome } from '#shared/task/evidence.ts';
import { clip } from '#shared/text/clip.ts';
import { oneLine, plain } from '#shared/text/escape.ts';
import type { Check, PrintedFormat } from './check.ts';
import { type Format, findReports, type ReportFile } from './find-reports.ts';
import { PARSERS } from './reports/parsers.ts';
import { printedIn } from './reports/printed.ts';
import type { ReportedTest } from './reports/reported-test.ts';
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
  const { workspace, reports } = await findReports(check, setting);
  const path = check.report?.path;
  if (path !== undefined && reports.length === 0) return { remarks: [`The report ./${path} was not written.`] };
  const readings = reports.length > 0 ? await readReports(reports, setting) : await readOutput(check, logFile);
  return summary(readings, workspace);
}

interface Reading {
  readonly tests: readonly ReportedTest[];
  readonly problem?: string;
}

/** Every test class of a big Java repository has one. */
const MAX_REPORTS = 2_000;
const MAX_REPORT_MIB = 32;
const MEBIBYTE = 1024 * 1024;

async function readReports(reports: readonly ReportFile[], setting: Setting): Promise<readonly Reading[]> {
  const readings: Reading[] = [];
  const [wanted, unread] = [reports.slice(0, MAX_REPORTS), reports.slice(MAX_REPORTS)];
  const fitting = wanted.filter(({ bytes }) => bytes <= MAX_REPORT_MIB * MEBIBYTE);
  for (const batch of batches(fitting)) readings.push(...(await readBatch(batch, setting)));
  for (const { path } of wanted.filter((report) => !fitting.includes(report))) {
    readings.push({ tests: [], problem: `The report ${path} is longer than ${MAX_REPORT_MIB} MiB.` });
  }
  if (unread.length > 0) readings.push({ tests: [], problem: `${unread.length} more reports were not read.` });
  return readings;
}

/** As many reports at once as are no longer together than one of them may be: each trip into the sandbox takes its time. */
function batches(reports: readonly ReportFile[]): readonly (readonly ReportFile[])[] {
  const groups: ReportFile[][] = [];
  let room = 0;
  for (const report of reports) {
    const group = report.bytes <= room ? groups.at(-1) : undefined;
    if (group) group.push(report);
    else groups.push([report]);
    room = (group ? room : MAX_REPORT_MIB * MEBIBYTE) - report.bytes;
  }
  return groups;
}

/** Read and taken away, so that the workspace stays as it was. A line each, so that none can pretend to be another. */
const READ = 'for path; do base64 -w 0 -- "$path"; echo; rm -f -- "$path"; done';

async function readBatch(batch: readonly ReportFile[], setting: Setting): Promise<readonly Reading[]> {
  const argv = ['sh', '-c', READ, 'check', ...batch.map(({ path }) => path)];
  const { output } = await runErrand(argv, 2 * MAX_REPORT_MIB * MEBIBYTE, setting);
  const lines = output.split('\n');
  return batch.map((report, index) => {
    const text = Buffer.from(lines[index] ?? '', 'base64').toString('utf8');
    return inFile(report.about, parse(report.format, report.path, text));
  });
}

function inFile(file: string | undefined, reading: Reading): Reading {
  return file === undefined ? reading : { ...reading, tests: reading.tests.map((test) => ({ file, ...test })) };
}

/** What runners print is read where nothing was written: in the format the check names, or in those that can be told. */
async function readOutput({ report }: Check, logFile: string): Promise<readonly Reading[]> {
  const output = plain(await readFile(logFile, 'utf8'));
  const formats: readonly (Format | PrintedFormat)[] = report ? [report.format] : printedIn(output);
  return formats.map((format) => parse(format, 'in the output', output));
}

function parse(format: Format, place: string, text: string): Reading {
  try {
    return { tests: PARSERS[format](text) };
  } catch (cause) {
    // What was thrown quotes the report at length; which one it was and how it began is enough to find it.
    return { tests: [], problem: `The report ${place} is no ${format} report: ${clip(oneLine(String(cause)), 300)}` };
  }
}

/** A report in a few words each would be a log of its own. */
const MAX_PROBLEMS = 20;

function summary(readings: readonly Reading[], workspace: string): Collected {
  const reported = readings.flatMap((reading) => reading.tests);
  const problems = readings.flatMap((reading) => reading.problem ?? []);
  const remarks = problems.slice(0, MAX_PROBLEMS);
  const { tests, leftOut } = nameTests(reported, workspace);
  if (problems.length > remarks.length) remarks.push(`${problems.length - remarks.length} more problems like these.`);
  if (leftOut > 0) remarks.push(`${leftOut} of ${reported.length} tests are left out here, the last ones by name.`);
  return { ...(reported.length > 0 && { tests }), remarks };
}
