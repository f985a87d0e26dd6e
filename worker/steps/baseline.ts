import { hasPassed } from '#shared/task/compare.ts';
import type { CheckRun } from '#shared/task/evidence.ts';
import type { Measure, Measured } from '../measure.ts';
import type { Tell } from '../publisher.ts';
import type { Step } from '../step.ts';
import type { Ground } from './provision.ts';

/** The checks as they are before any change. */
export type Baseline = Measured;

interface Needs {
  readonly measure: Measure;
  readonly tell: Tell;
  readonly deadlineMs: number;
}

/** Runs the checks on the base commit. One that fails is a fact to report, and no failure of ours. */
export function baseline({ measure, tell, deadlineMs }: Needs): Step<Ground, Baseline> {
  return {
    name: 'baseline',
    deadlineMs,
    async run({ plan, base }, signal) {
      const measured = await measure({ plan, commit: base, label: 'before' }, signal);
      tell({ type: 'baseline.measured', runs: measured.runs.map(withoutTests) });
      return measured;
    },
    gist: ({ runs }) => resultsOf(runs),
  };
}

/** `2 of 3 checks passed`, for the plan. */
export function resultsOf(runs: readonly CheckRun[]): string {
  if (runs.length === 0) return 'this repository has no checks';
  return `${runs.filter(hasPassed).length} of ${runs.length} ${runs.length === 1 ? 'check' : 'checks'} passed`;
}

/** A run as a record keeps it: thousands of test names belong into an artifact. */
export function withoutTests({ tests: _, ...run }: CheckRun): CheckRun {
  return run;
}
