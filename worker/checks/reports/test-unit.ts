import type { TestOutcome } from '#shared/task/evidence.ts';
import type { ReportedTest } from './reported-test.ts';

/** The verbose output of Ruby's test-unit. It is believed only where it names as many tests as it says it ran. */
export function parseTestUnit(text: string): readonly ReportedTest[] {
  const runs = [...text.matchAll(END)].map(([, count]) => Number(count));
  if (runs.length === 0) throw new Error('no run of test-unit came to its end');
  const tests = testsIn(text.split('\n'));
  const ran = runs.reduce((sum, count) => sum + count, 0);
  if (tests.length !== ran) throw new Error(`it names ${tests.length} of ${ran} tests`);
  return tests;
}

/** Whether an output has the line a run of test-unit ends with. */
export function endsTestUnit(text: string): boolean {
  return text.search(END) >= 0;
}

const END = /^(\d+) tests, \d+ assertions, \d+ failures, \d+ errors, \d+ pendings, \d+ omissions, \d+ notifications$/gm;
const OUTCOMES: ReadonlyMap<string, TestOutcome> = new Map([
  ['.', 'passed'],
  ['F', 'failed'],
  ['E', 'error'],
  ['P', 'skipped'],
  ['O', 'skipped'],
]);

/** A test that is not well says so in one letter at once, then why, and in the end only how long it took. */
function testsIn(lines: readonly string[]): readonly ReportedTest[] {
  const tests: ReportedTest[] = [];
  let group = '';
  let running: string | undefined;
  let mark: string | undefined;
  for (const line of lines) {
    const [, name, said = line] = /^ +(\S.*?):\t+(.*)$/.exec(line) ?? [];
    if (name) [running, mark] = [name, undefined];
    if (running === undefined) group = /^(\S.*): $/.exec(line)?.[1] ?? group;
    mark ??= /(?:^|[^\w])([FEPO])$/.exec(said)?.[1];
    const [ended, last] = /([.FEPO]?): \(\d+\.\d+\)$/.exec(said) ?? [];
    if (running === undefined || ended === undefined) continue;
    tests.push({ titles: [group, running], outcome: OUTCOMES.get(mark ?? (last || '.')) ?? 'error' });
    running = undefined;
  }
  return tests;
}
