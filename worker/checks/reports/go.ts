import * as z from 'zod';
import type { TestOutcome } from '#shared/task/evidence.ts';
import type { ReportedTest } from './reported-test.ts';

const Event = z.object({ Action: z.string(), Package: z.string().default(''), Test: z.string().optional() });
type Event = z.infer<typeof Event>;

/** The lines of `go test -json`. A test that never said how it ended is an error, and so is a package that cannot be built. */
export function parseGo(text: string): readonly ReportedTest[] {
  const packages = new Map<string, Package>();
  const packageOf = (name: string): Package => {
    const found = packages.get(name) ?? { tests: new Map(), hasFailed: false };
    packages.set(name, found);
    return found;
  };
  for (const line of text.split('\n')) {
    const event = eventIn(line);
    if (event) take(event, packageOf(event.Package));
    const broken = /^FAIL\t(\S+) \[(?:build|setup) failed\]$/.exec(line)?.[1];
    if (broken !== undefined) packageOf(broken).hasFailed = true;
  }
  if (packages.size === 0) throw new Error('no event of go test is in it');
  return [...packages].flatMap(testsOf);
}

interface Package {
  readonly tests: Map<string, TestOutcome>;
  hasFailed: boolean;
}

/** The compiler's complaints stand between the events as they are. */
function eventIn(line: string): Event | undefined {
  if (!line.startsWith('{')) return undefined;
  const event = Event.parse(JSON.parse(line));
  return event.Action.startsWith('build-') ? undefined : event;
}

const ENDS: ReadonlyMap<string, TestOutcome> = new Map([
  ['pass', 'passed'],
  ['fail', 'failed'],
  ['skip', 'skipped'],
]);

/** Only a test that was said to run can end: others are what a test printed. */
function take({ Action, Test }: Event, of: Package): void {
  if (Test === undefined) of.hasFailed ||= Action === 'fail';
  else if (Action === 'run') of.tests.set(Test, 'error');
  else if (of.tests.has(Test)) of.tests.set(Test, ENDS.get(Action) ?? of.tests.get(Test) ?? 'error');
}

function testsOf([name, { tests, hasFailed }]: readonly [string, Package]): readonly ReportedTest[] {
  const reported = [...tests].map(([test, outcome]) => ({ titles: [name, test], outcome }));
  const isExplained = reported.some(({ outcome }) => outcome === 'failed' || outcome === 'error');
  return hasFailed && !isExplained ? [...reported, { titles: [name], outcome: 'error' }] : reported;
}
