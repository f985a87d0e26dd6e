import { fails, hasPassed, saysMore } from './compare.ts';
import type { CheckRun, FlakyTest, TestOutcome } from './evidence.ts';

/** Runs of one check on one commit, told as one. */
export interface Settled {
  readonly run: CheckRun;
  readonly flaky: readonly FlakyTest[];
}

/** What runs of one check on one commit say together: what failed in one and passed in another is flaky. */
export function settle(first: CheckRun, again: readonly CheckRun[], at: FlakyTest['at']): Settled {
  if (again.length === 0) return { run: first, flaky: [] };
  const runs = [first, ...again];
  const [tests, itself] = [historiesOf(runs), runs.flatMap(ownOutcome)];
  const histories = [...tests, [first.name, itself] as const];
  const flaky = histories.filter(([, outcomes]) => isFlaky(outcomes));
  const flakyOnly = !hasPassed(first) && histories.every(([, outcomes]) => !alwaysFails(outcomes));
  return {
    run: {
      ...first,
      ...(tests.size > 0 && { tests: Object.fromEntries([...tests].map(([test, all]) => [test, toldAs(all)])) }),
      again: { runs: runs.length, passed: runs.filter(hasPassed).length, flakyOnly },
    },
    flaky: flaky.map(([test, all]) => ({
      ...{ check: first.name, test, at },
      ...{ failed: all.filter(fails).length, runs: all.length },
    })),
  };
}

/** A check with the tests that each of its runs has. A name that changes from run to run can be lost by nobody. */
export function withSteadyTests(whole: CheckRun, runs: readonly CheckRun[]): CheckRun {
  if (!whole.tests) return whole;
  const told = runs.filter(({ stopped, tests }) => tests && !stopped);
  const steady = Object.entries(whole.tests).filter(([test]) =>
    told.every(({ tests = {} }) => Object.hasOwn(tests, test)),
  );
  return { ...whole, tests: Object.fromEntries(steady) };
}

type Outcomes = readonly TestOutcome[];

function historiesOf(runs: readonly CheckRun[]): ReadonlyMap<string, Outcomes> {
  const histories = new Map<string, TestOutcome[]>();
  for (const [test, outcome] of runs.flatMap(({ tests = {} }) => Object.entries(tests))) {
    histories.set(test, [...(histories.get(test) ?? []), outcome]);
  }
  return histories;
}

/** What a check did beyond its tests; nothing where they explain how it ended. */
function ownOutcome(run: CheckRun): Outcomes {
  if (hasPassed(run)) return ['passed'];
  return saysMore(run) ? ['failed'] : [];
}

const isFlaky = (outcomes: Outcomes): boolean => outcomes.includes('passed') && outcomes.some(fails);

const alwaysFails = (outcomes: Outcomes): boolean => outcomes.some(fails) && !outcomes.includes('passed');

const toldAs = (outcomes: Outcomes): TestOutcome => outcomes.find(fails) ?? outcomes[0] ?? 'skipped';
