import type { Check } from './check.ts';
import { patternOf } from './globs.ts';
import type { PARSERS } from './reports/parsers.ts';
import { runErrand, type Setting } from './setting.ts';

export type Format = keyof typeof PARSERS;

/** A file that a check left for us to read. */
export interface ReportFile {
  readonly path: string;
  readonly format: Format;
  readonly bytes: number;
  /** The test file it tells of, where the report itself does not say. */
  readonly about?: string;
}

/** What a check left: the reports it was asked for, or those it writes by itself, in an order that is always the same. */
export async function findReports(
  { report }: Pick<Check, 'report'>,
  setting: Setting,
): Promise<{ readonly workspace: string; readonly reports: readonly ReportFile[] }> {
  const search = report ? declared(report.path) : ASKED;
  const { output } = await runErrand(['sh', '-c', LOOK, 'check', ...search], 1024 * 1024, setting);
  const [workspace = '', home = '', ...lines] = output.split('\n');
  const reports = lines.flatMap((line) => {
    const [, bytes, path = ''] = /^(\d+) (.+)$/.exec(line) ?? [];
    const kind = report ? { format: report.format } : kindOf(path.slice(`${home}/reports/`.length));
    return bytes !== undefined && kind ? [{ ...kind, path, bytes: Number(bytes) }] : [];
  });
  // By process number, so in the order the runners were started.
  return { workspace, reports: reports.toSorted((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true })) };
}

/** The arguments with which `find` meets the reports a glob names, and nothing a report cannot be. */
export function searchFor(glob: string): readonly string[] {
  const beginning = /^(?:[^/*?]+\/)*/.exec(glob)?.[0] ?? '';
  const skipped = ['-name', 'node_modules', '-prune', '-o', '-path', './.git', '-prune', '-o'];
  const wanted = ['-regextype', 'posix-extended', '-regex', `\\./${patternOf(glob)}`];
  return [`./${beginning}`, ...skipped, ...wanted];
}

/** Whatever is printed has no file to look for. */
function declared(path: string | undefined): readonly string[] {
  return path === undefined ? [] : searchFor(path);
}

const ASKED = ['HOME/reports'];

/** Names with a line break in them are nobody's reports. Links are not followed, so that a report is a file. */
const LOOK = `pwd -P; echo "$HOME"
if [ "$1" = HOME/reports ]; then set -- "$HOME/reports"; fi
if [ -e "$1" ]; then find "$@" -type f ! -name '*[[:cntrl:]]*' -printf '%s %p\\n' | head -n 5000; fi`;

/** What our instruments call their reports. Everything else in that folder is somebody else's. */
const NAMES: readonly (readonly [RegExp, Format])[] = [
  [/^vitest-\d+\.json$/, 'vitest'],
  [/^jest-\d+\.json$/, 'jest'],
  [/^mocha-\d+\.json$/, 'mocha'],
  [/^node-test-\d+\.xml$/, 'node-test'],
  [/^pytest(?:-\d+)?\.xml$/, 'junit'],
  [/^phpunit-\d+\.xml$/, 'junit'],
  [/^rspec-\d+\.json$/, 'rspec'],
  [/^go-\d+\.jsonl$/, 'go'],
];

/** Perl's harness keeps each test file's TAP under the name of that file. */
function kindOf(name: string): Pick<ReportFile, 'format' | 'about'> | undefined {
  if (name.startsWith('tap/')) return { format: 'tap', about: name.slice('tap/'.length) };
  const format = NAMES.find(([pattern]) => pattern.test(name))?.[1];
  return format && { format };
}
