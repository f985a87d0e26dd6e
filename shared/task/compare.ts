import type { CheckRun, Evidence, FlakyTest, TestMoves, TestOutcome } from './evidence.ts';

/**
 * How each test moved from base to head. A check counts as a test under its own name where its exit code says more than
 * its tests do: it has no report on one side, or it failed while none of its tests did. What is flaky did not move.
 */
export function compareRuns(
  before: readonly CheckRun[],
  after: readonly CheckRun[],
  flaky: readonly FlakyTest[] = [],
): TestMoves {
  const moves: Record<Move, string[]> = { fixed: [], broken: [], stillFailing: [], notRun: [], added: [] };
  const tests = labelled(pairs(before, after).flatMap(testsOf)).filter((test) => !isAmong(flaky, test));
  for (const { label, was, is } of tests) {
    const move = moveOf(was, is);
    if (move) moves[move].push(label);
  }
  return { ...moves, passed: after.reduce((sum, run) => sum + passedIn(run), 0) };
}

/** What the checks at head prove. A test that was lost on the way proves nothing any more. */
export function verdictOf(after: readonly CheckRun[], lost: readonly string[] = []): Evidence['verdict'] {
  if (after.length === 0) return 'unproven';
  return after.every(hasPassed) && lost.length === 0 ? 'green' : 'red';
}

/** Whether a check passed: its command ended well, and no test it reported says otherwise but a flaky one. */
export function hasPassed(run: CheckRun): boolean {
  if (run.again?.flakyOnly) return true;
  return run.exitCode === 0 && run.stopped === undefined && !failsATest(run);
}

type Move = Exclude<keyof TestMoves, 'passed'>;

/** A test on both sides; absent where it was not reported. */
interface Moved {
  readonly check: string;
  readonly test: string;
  readonly was: TestOutcome | undefined;
  readonly is: TestOutcome | undefined;
}

const isAmong = (flaky: readonly FlakyTest[], moved: Moved): boolean =>
  flaky.some(({ check, test }) => check === moved.check && test === moved.test);

function moveOf(was: TestOutcome | undefined, is: TestOutcome | undefined): Move | undefined {
  if (was === undefined) return 'added';
  // A test that was made to be skipped proves nothing at head, whatever it did at base.
  if (is === undefined || is === 'skipped') return was === 'skipped' ? undefined : 'notRun';
  if (fails(is)) return fails(was) ? 'stillFailing' : 'broken';
  return fails(was) ? 'fixed' : undefined;
}

export function fails(outcome: TestOutcome | undefined): boolean {
  return outcome === 'failed' || outcome === 'error';
}

interface Pair {
  readonly check: string;
  readonly before: CheckRun | undefined;
  readonly after: CheckRun | undefined;
}

function pairs(before: readonly CheckRun[], after: readonly CheckRun[]): readonly Pair[] {
  const old = new Map(before.map((run) => [run.name, run]));
  const current = new Map(after.map((run) => [run.name, run]));
  const names = new Set([...old.keys(), ...current.keys()]);
  return [...names].map((check) => ({ check, before: old.get(check), after: current.get(check) }));
}

function testsOf({ check, before, after }: Pair): readonly Moved[] {
  const [was, is] = [outcomesOf(before), outcomesOf(after)];
  const names = new Set([...was.keys(), ...is.keys()]);
  const tests = [...names].map((test) => ({ check, test, was: was.get(test), is: is.get(test) }));
  if (!saysMore(before) && !saysMore(after)) return tests;
  return [{ check, test: check, was: verdictAsTest(before), is: verdictAsTest(after) }, ...tests];
}

/** By name, what the tests of a run did. */
export function outcomesOf(run: CheckRun | undefined): ReadonlyMap<string, TestOutcome> {
  return new Map(Object.entries(run?.tests ?? {}));
}

/** Whether a check's exit code says what no test of it does. */
export function saysMore(run: CheckRun | undefined): boolean {
  return run !== undefined && (run.tests === undefined || (!hasPassed(run) && !failsATest(run)));
}

function verdictAsTest(run: CheckRun | undefined): TestOutcome | undefined {
  return run && (hasPassed(run) ? 'passed' : 'failed');
}

function failsATest(run: CheckRun): boolean {
  return Object.values(run.tests ?? {}).some(fails);
}

/** A test's name, with its check before it where the name alone could mean two; each label once. */
function labelled(tests: readonly Moved[]): readonly (Moved & { readonly label: string })[] {
  const counts = new Map<string, number>();
  for (const { test } of tests) counts.set(test, (counts.get(test) ?? 0) + 1);
  const taken = new Set<string>();
  return tests.map((each) => {
    let label = (counts.get(each.test) ?? 0) > 1 ? `${each.check}: ${each.test}` : each.test;
    while (taken.has(label)) label += ' (again)';
    taken.add(label);
    return { ...each, label };
  });
}

function passedIn(run: CheckRun): number {
  if (run.tests === undefined) return hasPassed(run) ? 1 : 0;
  return Object.values(run.tests).filter((outcome) => outcome === 'passed').length;
}
