import { fails, hasPassed, outcomesOf, saysMore } from '#shared/task/compare.ts';
import type { CheckRun } from '#shared/task/evidence.ts';

/** Checks that say something by which the change would be judged, and that luck alone could say as well. */
export interface Doubts {
  /** Something was mended or lost since: does it fail there every time, and is it there every time? */
  readonly atBase: ReadonlySet<string>;
  /** Something fails that did not before: does it every time? */
  readonly atHead: ReadonlySet<string>;
}

/** Which checks are worth being run again on the same commit. */
export function doubtsOf(before: readonly CheckRun[], after: readonly CheckRun[]): Doubts {
  const pairs = after.flatMap((is) => {
    const was = before.find(({ name }) => name === is.name);
    return was ? [{ was, is }] : [];
  });
  return {
    atBase: new Set(pairs.filter(({ was, is }) => isMended(was, is) || isLost(was, is)).map(({ is }) => is.name)),
    atHead: new Set(pairs.filter(({ was, is }) => isNewlyFailing(was, is)).map(({ is }) => is.name)),
  };
}

/** What a shell says of a program that is not there, and will say every time. */
const NOT_FOUND = 127;

const isCertain = ({ exitCode }: CheckRun): boolean => exitCode === NOT_FOUND;

function isNewlyFailing(was: CheckRun, is: CheckRun): boolean {
  if (hasPassed(is) || isCertain(is)) return false;
  if (saysMore(is)) return hasPassed(was);
  const before = outcomesOf(was);
  return [...outcomesOf(is)].some(([test, outcome]) => fails(outcome) && !fails(before.get(test)));
}

function isMended(was: CheckRun, is: CheckRun): boolean {
  if (hasPassed(was) || isCertain(was)) return false;
  if (saysMore(was) && hasPassed(is)) return true;
  const after = outcomesOf(is);
  return [...outcomesOf(was)].some(([test, outcome]) => fails(outcome) && after.get(test) === 'passed');
}

/** A check that was stopped did not get to the end of its tests, and is red already. */
function isLost(was: CheckRun, is: CheckRun): boolean {
  if (is.stopped) return false;
  const after = outcomesOf(is);
  return [...outcomesOf(was)].some(
    ([test, outcome]) => outcome !== 'skipped' && (after.get(test) ?? 'skipped') === 'skipped',
  );
}
