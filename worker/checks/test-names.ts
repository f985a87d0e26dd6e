import { createHash } from 'node:crypto';
import type { TestOutcome } from '#shared/task/evidence.ts';
import { clip } from '#shared/text/clip.ts';
import { oneLine } from '#shared/text/escape.ts';
import type { ReportedTest } from './reports/reported-test.ts';

/** More would be a report nobody reads and a message no queue takes. */
export const MAX_TESTS = 20_000;
const MAX_NAME = 400;

/**
 * Tests by a name that is the same in every run of the same test: its file in the repository and its titles. Sorted by
 * it, so that of too many tests the same ones are kept each time.
 */
export function nameTests(
  reported: readonly ReportedTest[],
  root: string,
): { readonly tests: Record<string, TestOutcome>; readonly leftOut: number } {
  const named = disambiguate(reported.map((test) => [nameOf(test, root), test.outcome]));
  const sorted = [...named].sort(([a], [b]) => (a < b ? -1 : 1));
  return { tests: Object.fromEntries(sorted.slice(0, MAX_TESTS)), leftOut: Math.max(0, sorted.length - MAX_TESTS) };
}

function nameOf({ file, titles }: ReportedTest, root: string): string {
  const place = file === undefined ? [] : [inRepository(file, root)];
  const name = oneLine([...place, ...titles].join(' > ')) || 'a test without a name';
  // The one key an object literal would not keep.
  return short(name === '__proto__' ? 'test __proto__' : name);
}

/** Runners write the path in the sandbox, some as an address. */
function inRepository(file: string, root: string): string {
  const path = file.replace(/^file:\/\//, '');
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path.replace(/^\.\//, '');
}

/** A hash keeps long names apart that begin alike. */
function short(name: string): string {
  if (name.length <= MAX_NAME) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${clip(name, MAX_NAME)} ${hash}`;
}

/** The second test of one name is `name (2)`: in the order of the report, which within one file is the file's own. */
function disambiguate(tests: readonly (readonly [string, TestOutcome])[]): ReadonlyMap<string, TestOutcome> {
  const named = new Map<string, TestOutcome>();
  const seen = new Map<string, number>();
  for (const [name, outcome] of tests) {
    let count = (seen.get(name) ?? 0) + 1;
    while (named.has(numbered(name, count))) count += 1;
    seen.set(name, count);
    named.set(numbered(name, count), outcome);
  }
  return named;
}

function numbered(name: string, count: number): string {
  return count === 1 ? name : `${name} (${count})`;
}
