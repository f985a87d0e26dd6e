import { hasPassed } from '#shared/task/compare.ts';
import type { CheckRun } from '#shared/task/evidence.ts';
import { BASELINE_FILE, type BaselineSource } from '#shared/task/reuse.ts';
import type { Moment } from '#shared/task/task.ts';
import type { Assignment } from '#shared/worker-api.ts';
import type { Bot } from '../bot.ts';
import type { CheckPlan } from '../checks/check.ts';
import type { Measure, Measured } from '../measure.ts';
import type { Tell } from '../publisher.ts';
import type { Step } from '../step.ts';
import { readKept, stillHolds } from './kept-baseline.ts';
import type { Ground } from './provision.ts';

/** The checks as they are before any change. */
export interface Baseline extends Measured {
  /** Who measured them and when, where that was an earlier attempt. */
  readonly kept?: { readonly attempt: number; readonly ageMs: number };
}

interface Needs {
  readonly assignment: Pick<Assignment, 'attempt' | 'baseline'>;
  readonly measure: Measure;
  readonly bot: Pick<Bot, 'baseline' | 'upload'>;
  /** What stands for the conditions under which a plan is carried out here. */
  readonly conditionsOf: (plan: CheckPlan) => Promise<string>;
  readonly now: () => Moment;
  readonly tell: Tell;
  readonly deadlineMs: number;
}

/**
 * Runs the checks on the base commit, or takes over what an earlier attempt saw there under the same conditions. One that
 * fails is a fact to report, and no failure of ours.
 */
export function baseline(needs: Needs): Step<Ground, Baseline> {
  const { assignment, measure, bot, tell, now, deadlineMs } = needs;

  async function takeOver(commit: string, conditions: string, signal: AbortSignal): Promise<Baseline | undefined> {
    const source = assignment.baseline;
    if (!source || !stillHolds(source, { commit, conditions, now: now() })) return undefined;
    const runs = await readKept(source, bot, signal);
    if (!runs) return undefined;
    tell({ type: 'baseline.measured', runs: runs.map(withoutTests), source });
    const kept = { attempt: source.attempt, ageMs: now() - source.at };
    return { runs, measurements: new Map(), shots: new Map(), kept };
  }

  async function store(runs: readonly CheckRun[], found: Found, signal: AbortSignal): Promise<BaselineSource> {
    const hash = await bot.upload(BASELINE_FILE, JSON.stringify(runs), signal);
    return { attempt: assignment.attempt, ...found, hash };
  }

  return {
    name: 'baseline',
    deadlineMs,
    async run(ground, signal) {
      const { plan, base: commit } = ground;
      const conditions = holdsForLater(plan) ? await needs.conditionsOf(plan) : undefined;
      const kept = conditions === undefined ? undefined : await takeOver(commit, conditions, signal);
      if (kept) return kept;
      const at = now();
      const measured = await measure({ plan, commit, label: 'before' }, signal);
      const stored =
        conditions === undefined ? undefined : await store(measured.runs, { at, commit, conditions }, signal);
      tell({ type: 'baseline.measured', runs: measured.runs.map(withoutTests), ...(stored && { source: stored }) });
      return measured;
    },
    gist: ({ runs, kept }) => (kept ? `${resultsOf(runs)}, ${keptWords(kept)}` : resultsOf(runs)),
  };
}

type Found = Pick<BaselineSource, 'at' | 'commit' | 'conditions'>;

/** What checks say holds for later; benchmarks and screenshots compare only with what the same machine saw just before. */
const holdsForLater = ({ checks, benchmarks = [], screenshots = [] }: CheckPlan): boolean =>
  checks.length > 0 && benchmarks.length + screenshots.length === 0;

/** `as attempt 1 measured it 5 min before`, for what was taken over. */
export function keptWords({ attempt, ageMs }: { readonly attempt: number; readonly ageMs: number }): string {
  const minutes = Math.round(ageMs / 60_000);
  const age =
    minutes < 1 ? 'just before' : minutes < 120 ? `${minutes} min before` : `${Math.round(minutes / 60)} h before`;
  return `as attempt ${attempt} found it ${age}`;
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
