import { compareRuns, verdictOf } from '#shared/task/compare.ts';
import type { Evidence, FlakyTest, TestMoves, Weakening } from '#shared/task/evidence.ts';
import { settle, withSteadyTests } from '#shared/task/settle.ts';
import { clip } from '#shared/text/clip.ts';
import type { CheckPlan } from '../checks/check.ts';
import type { Measured } from '../measure.ts';
import type { Again } from './again.ts';
import { withoutTests } from './baseline.ts';
import { benchmarkOf, screenshotOf } from './deltas.ts';

/** One side of the comparison: what was measured, and how checks went when they were run again. */
export interface Side extends Measured {
  readonly again: Again;
}

interface About {
  readonly base: string;
  readonly head: string;
  readonly definitionsChanged: readonly string[];
  readonly weakened: readonly Weakening[];
  readonly plan: CheckPlan;
}

/** What was seen on both sides, as one statement about the change. Pure. */
export function evidenceOf(
  before: Side,
  after: Side,
  { definitionsChanged, weakened, plan, ...commits }: About,
): Evidence {
  const [base, head] = [settledAt('base', before), settledAt('head', after)];
  const flaky = [...base.flaky, ...head.flaky];
  const moves = compareRuns(base.runs, head.runs, flaky);
  const benchmarks = (plan.benchmarks ?? []).map((each) =>
    benchmarkOf(each, before.measurements.get(each.name), after.measurements.get(each.name)),
  );
  const screenshots = (plan.screenshots ?? []).map((each) =>
    screenshotOf(each, before.shots.get(each.name), after.shots.get(each.name)),
  );
  return {
    ...commits,
    definitionsChanged: bounded(definitionsChanged),
    before: base.runs.map(withoutTests),
    after: head.runs.map(withoutTests),
    moves: boundedMoves(moves),
    verdict: benchmarks.some(({ must }) => must?.kept === false) ? 'red' : verdictOf(head.runs, moves.notRun),
    benchmarks,
    screenshots,
    weakened: [...weakened],
    flaky: flaky.slice(0, MAX_FLAKY).map((each) => ({ ...each, test: clip(each.test, MAX_NAME) })),
  };
}

function settledAt(at: FlakyTest['at'], { runs, again }: Side) {
  const settled = runs.map((run) => {
    const more = again.get(run.name) ?? [];
    const { run: whole, flaky } = settle(run, more, at);
    // Of base, what is not there every time was not lost by the change.
    return { run: at === 'base' ? withSteadyTests(whole, [run, ...more]) : whole, flaky };
  });
  return { runs: settled.map(({ run }) => run), flaky: settled.flatMap(({ flaky }) => flaky) };
}

const MAX_NAMES = 200;
const MAX_NAME = 200;
const MAX_FLAKY = 100;

/** The whole lists are in the artifacts; a record has to fit into one document. */
const bounded = (names: readonly string[]): string[] => names.slice(0, MAX_NAMES).map((name) => clip(name, MAX_NAME));

function boundedMoves({ passed, ...lists }: TestMoves): TestMoves {
  const { fixed, broken, stillFailing, notRun, added } = lists;
  return {
    ...{ fixed: bounded(fixed), broken: bounded(broken), stillFailing: bounded(stillFailing) },
    ...{ notRun: bounded(notRun), added: bounded(added), passed },
  };
}
