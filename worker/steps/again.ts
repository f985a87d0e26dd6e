import type { CheckRun } from '#shared/task/evidence.ts';
import { settle } from '#shared/task/settle.ts';
import type { Measure, Subject } from '../measure.ts';

interface Wanted {
  readonly measure: Measure;
  readonly subject: Subject;
  /** How the checks of the subject went the first time. */
  readonly first: readonly CheckRun[];
  /** Names of the checks that are in doubt. */
  readonly doubted: ReadonlySet<string>;
  /** The most further runs of a check. */
  readonly times: number;
}

/** By the name of a check, how it went when it was run again. */
export type Again = ReadonlyMap<string, readonly CheckRun[]>;

/** All that runs of checks that were done once already may take, by what they took the first time. */
const MOST_MS = 10 * 60_000;

/**
 * Runs checks again on the same commit, each time in a fresh room, so that nothing but chance can make a difference.
 * Ends early for a check of which nothing failed in every run.
 */
export async function runAgain(wanted: Wanted, signal: AbortSignal): Promise<Again> {
  const { measure, subject, first, doubted, times } = wanted;
  const again = new Map<string, readonly CheckRun[]>();
  let leftMs = MOST_MS;
  for (let round = 2; round <= times + 1; round += 1) {
    const open = first.filter((run) => doubted.has(run.name) && !isSettled(run, again));
    const { fitting, tookMs } = withinTime(open, leftMs);
    if (fitting.size === 0) break;
    leftMs -= tookMs;
    const checks = subject.plan.checks.filter(({ name }) => fitting.has(name));
    const { runs } = await measure(
      { ...subject, plan: { ...subject.plan, checks, benchmarks: [], screenshots: [] }, round },
      signal,
    );
    for (const run of runs) again.set(run.name, [...(again.get(run.name) ?? []), run]);
  }
  return again;
}

const isSettled = (run: CheckRun, again: Again): boolean =>
  settle(run, again.get(run.name) ?? [], 'head').run.again?.flakyOnly === true;

/** The checks that can be run once more in the time that is left. */
function withinTime(runs: readonly CheckRun[], leftMs: number) {
  const fitting = new Set<string>();
  let tookMs = 0;
  for (const run of runs) {
    if (tookMs + run.tookMs > leftMs) continue;
    tookMs += run.tookMs;
    fitting.add(run.name);
  }
  return { fitting, tookMs };
}
