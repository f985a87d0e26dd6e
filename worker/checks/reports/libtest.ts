import type { TestOutcome } from '#shared/task/evidence.ts';
import type { ReportedTest } from './reported-test.ts';

/** The output of `cargo test`: each test under the program that holds it. One that died is an error, and so is its test. */
export function parseLibtest(text: string): readonly ReportedTest[] {
  if (!endsLibtest(text)) throw new Error('no Rust tests came to their end');
  return programsIn(text.split('\n')).flatMap(testsOf);
}

/** Whether an output has the line a run of Rust tests ends with. */
export function endsLibtest(text: string): boolean {
  return /^test result: (?:ok|FAILED)\. \d+ passed; \d+ failed;/m.test(text);
}

/** What one test program printed. */
interface Program {
  readonly title: string;
  readonly lines: string[];
}

const UNIT = /^ {5}Running (?:unittests )?(\S.*) \(.*?([^/()]+)-[\da-f]{16}(?:\.exe)?\)$/;
const DOCTESTS = /^ {3}Doc-tests (\S+)$/;

function programsIn(lines: readonly string[]): readonly Program[] {
  const programs: Program[] = [];
  for (const line of lines) {
    const title = titleOf(line);
    if (title !== undefined) programs.push({ title, lines: [] });
    else programs.at(-1)?.lines.push(line);
  }
  return programs;
}

/** The path alone would not do: every crate of a workspace has a `src/lib.rs`. */
function titleOf(line: string): string | undefined {
  const [, path, program] = UNIT.exec(line) ?? [];
  if (path !== undefined) return `${program} (${path})`;
  const crate = DOCTESTS.exec(line)?.[1];
  return crate && `${crate} (documentation)`;
}

function testsOf({ title, lines }: Program): readonly ReportedTest[] {
  const outcomes = new Map([...outcomesByLine(lines), ...listedFailures(lines)]);
  const tests = [...outcomes].map(([name, outcome]) => ({ titles: [title, withoutLine(name)], outcome }));
  const isWhole = lines.some((line) => endsLibtest(line));
  return isWhole ? tests : [...tests, { titles: [title], outcome: 'error' }];
}

/** What a test prints can stand between its name and its outcome, where tests are told not to keep it to themselves. */
function outcomesByLine(lines: readonly string[]): ReadonlyMap<string, TestOutcome> {
  const outcomes = new Map<string, TestOutcome>();
  let running: string | undefined;
  for (const line of lines) {
    const name = /^test (\S.*?)(?: - should panic)? \.\.\./.exec(line)?.[1];
    if (name !== undefined) running = name;
    if (running === undefined) continue;
    const outcome = outcomeOf(line);
    outcomes.set(running, outcome ?? 'error');
    if (outcome) running = undefined;
  }
  return outcomes;
}

const ENDINGS: readonly (readonly [RegExp, TestOutcome])[] = [
  [/FAILED$/, 'failed'],
  [/(?:^|\.\.\. )ignored(?:, .*)?$/, 'skipped'],
  [/(?:ok|bench: .*)$/, 'passed'],
];

function outcomeOf(line: string): TestOutcome | undefined {
  return ENDINGS.find(([ending]) => ending.test(line.trimEnd()))?.[1];
}

/** The list of names at the end: right even where a test's own output ended like a pass. */
function listedFailures(lines: readonly string[]): readonly (readonly [string, TestOutcome])[] {
  const start = lines.lastIndexOf('failures:');
  if (start < 0) return [];
  const end = lines.indexOf('', start);
  const names = lines.slice(start + 1, end < 0 ? undefined : end).filter((line) => line.startsWith('    '));
  return names.map((name) => [name.trim(), 'failed']);
}

/** Where an example stands in its file moves with every change above it. */
function withoutLine(name: string): string {
  return name.replace(/ \(line \d+\)$/, '');
}
