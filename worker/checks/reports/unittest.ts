import type { TestOutcome } from '#shared/task/evidence.ts';
import type { ReportedTest } from './reported-test.ts';

/** The output of `python -m unittest -v`. A test that never said how it ended is an error. */
export function parseUnittest(text: string): readonly ReportedTest[] {
  if (!endsUnittest(text)) throw new Error('no unittest run came to its end');
  const outcomes = new Map([...outcomesByLine(text.split('\n')), ...outcomesInSummary(text)]);
  return [...outcomes].map(([id, outcome]) => ({ titles: [id], outcome }));
}

/** Whether an output has the line a unittest run ends with. */
export function endsUnittest(text: string): boolean {
  return /^Ran \d+ tests? in /m.test(text);
}

/** `test_total (tests.test_cart.CartTest.test_total)`, with two blanks before it for a subtest. */
const TEST = /^(?: {2})?([\w.]+) \(([\w.]+)\)/;

/** A test's outcome ends its line, or a later one when a docstring or what the test printed came between. */
function outcomesByLine(lines: readonly string[]): ReadonlyMap<string, TestOutcome> {
  const outcomes = new Map<string, TestOutcome>();
  let running: string | undefined;
  for (const line of lines) {
    const [, name, place] = TEST.exec(line) ?? [];
    if (name && place) running = idOf(name, place);
    if (running === undefined) continue;
    const outcome = outcomeOf(line);
    outcomes.set(running, outcome ?? outcomes.get(running) ?? 'error');
    if (outcome) running = undefined;
  }
  return outcomes;
}

/** The list of what went wrong: right even where a test's own output tore its line apart. */
function outcomesInSummary(text: string): readonly (readonly [string, TestOutcome])[] {
  const headings = text.matchAll(/^={60,}\n(ERROR|FAIL|UNEXPECTED SUCCESS): ([\w.]+) \(([\w.]+)\)/gm);
  return [...headings].map(([, kind, name = '', place = '']) => [
    idOf(name, place),
    kind === 'ERROR' ? 'error' : 'failed',
  ]);
}

/** Older Pythons leave the method's name out of the place. A module that does not load has a place made up for it. */
function idOf(name: string, place: string): string {
  if (place.startsWith('unittest.loader.')) return name;
  return place === name || place.endsWith(`.${name}`) ? place : `${place}.${name}`;
}

const ENDINGS: readonly (readonly [RegExp, TestOutcome])[] = [
  [/(?:^|\.\.\. )unexpected success$/, 'failed'],
  [/(?:^|\.\.\. )expected failure$/, 'skipped'],
  [/(?:^|\.\.\. )skipped (?:'.*'|".*")$/, 'skipped'],
  [/FAIL$/, 'failed'],
  [/ERROR$/, 'error'],
  [/ok$/, 'passed'],
];

function outcomeOf(line: string): TestOutcome | undefined {
  return ENDINGS.find(([ending]) => ending.test(line))?.[1];
}
