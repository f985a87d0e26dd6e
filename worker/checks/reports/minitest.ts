import type { TestOutcome } from '#shared/task/evidence.ts';
import type { ReportedTest } from './reported-test.ts';

/** The verbose output of Minitest. It is believed only where it names as many tests as it says it ran. */
export function parseMinitest(text: string): readonly ReportedTest[] {
  const runs = [...text.matchAll(END)].map(([, count]) => Number(count));
  if (runs.length === 0) throw new Error('no run of Minitest came to its end');
  const tests = testsIn(text.split('\n'));
  const ran = runs.reduce((sum, count) => sum + count, 0);
  if (tests.length !== ran) throw new Error(`it names ${tests.length} of ${ran} tests`);
  return tests;
}

/** Whether an output has the line a run of Minitest ends with. */
export function endsMinitest(text: string): boolean {
  return text.search(END) >= 0;
}

const END = /^(\d+) runs, \d+ assertions, \d+ failures, \d+ errors, \d+ skips$/gm;
const OUTCOMES: ReadonlyMap<string, TestOutcome> = new Map([
  ['.', 'passed'],
  ['F', 'failed'],
  ['E', 'error'],
  ['S', 'skipped'],
]);

/** `CartTest#test_adds = 0.00 s = .`, where what the test printed may come before the time. */
function testsIn(lines: readonly string[]): readonly ReportedTest[] {
  const tests: ReportedTest[] = [];
  let running: readonly string[] | undefined;
  for (const line of lines) {
    const [, group, name] = /^(\S[^#]*)#(\S.*?) = /.exec(line) ?? [];
    if (group && name) running = [group, withoutNumber(name)];
    const outcome = OUTCOMES.get(/\d+\.\d+ s = ([.FES])$/.exec(line)?.[1] ?? '');
    if (!running || !outcome) continue;
    tests.push({ titles: running, outcome });
    running = undefined;
  }
  return tests;
}

/** `it 'adds'` becomes `test_0001_adds`, with a number that moves when another test is put before it. */
function withoutNumber(name: string): string {
  return name.replace(/^test_\d{4}_/, '');
}
