import type { SetUp } from './check.ts';

/** Each may use as much memory as any command. */
const MOST_AT_ONCE = 2;

/** Steps in their order, and those that keep apart in pairs. */
export function groupsOf<Step extends SetUp>(steps: readonly Step[]): readonly (readonly Step[])[] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    const fits = step.apart && last?.every(({ apart }) => apart) && last.length < MOST_AT_ONCE;
    if (last && fits) last.push(step);
    else groups.push([step]);
  }
  return groups;
}
