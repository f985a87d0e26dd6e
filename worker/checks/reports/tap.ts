import type { TestOutcome } from '#shared/task/evidence.ts';
import type { ReportedTest } from './reported-test.ts';

/**
 * TAP, from version 12 on, also several streams one after the other and with other output in between. A plan that was
 * not kept and a run that bailed out are tests of their own, and errors. Of a subtest only its own tests count.
 */
export function parseTap(text: string): readonly ReportedTest[] {
  const levels: Level[] = [];
  let block: string | undefined;
  for (const line of text.split('\n')) {
    if (block !== undefined) {
      if (line.trimEnd() === `${block}...`) block = undefined;
      continue;
    }
    // A block of YAML explains the result above it, and may quote anything.
    block = /^( +)---\s*$/.exec(line)?.[1];
    if (block === undefined) readLine(line, levels);
  }
  const tests = taken(levels, 0);
  if (tests.length === 0) throw new Error('there is no TAP in it');
  return tests;
}

/** Whether an output holds TAP, and not just a line that could be: its version, or a plan that was kept. */
export function speaksTap(text: string): boolean {
  if (/^TAP version \d+\s*$/m.test(text)) return true;
  const plan = /^1\.\.([1-9]\d*)(?:\s*#.*)?$/m.exec(text)?.[1];
  return plan !== undefined && new RegExp(`^(?:not )?ok ${plan}\\b`, 'm').test(text);
}

/** The results at one depth of nesting, since the last result above them. */
interface Level {
  readonly tests: ReportedTest[];
  results: number;
  planned: number | undefined;
  /** A plan that comes last ends its stream. */
  ended: boolean;
}

const INDENT = 4;
/** Deeper is no test report, but a way to keep us busy. */
const MAX_DEPTH = 20;

const PLAN = /^1\.\.(\d{1,9})(?:\s*#.*)?\s*$/;
const VERSION = /^TAP version \d+\s*$/;
const BAIL = /^Bail out!\s*(.*)$/;
const RESULT = /^(not )?ok\b(?: +(\d{1,9})\b)?( *- *)?(.*)$/;

function readLine(line: string, levels: Level[]): void {
  const text = line.trimStart();
  const depth = (line.length - text.length) / INDENT;
  if (!Number.isInteger(depth) || depth > MAX_DEPTH) return;
  const planned = PLAN.exec(text)?.[1];
  const reason = BAIL.exec(text)?.[1];
  const found = resultIn(text);
  if (planned !== undefined) plan(levelAt(levels, depth), Number(planned));
  else if (VERSION.test(text)) endStream(levelAt(levels, depth));
  else if (reason !== undefined) bailOut(levelAt(levels, depth), reason);
  else if (found) result(found, depth, levels);
}

interface Result {
  readonly failed: boolean;
  readonly number: number | undefined;
  readonly rest: string;
}

/** A bare `ok` is how prove and many others say that all went well, and no result. */
function resultIn(text: string): Result | undefined {
  const [line, failed, number, dash, rest = ''] = RESULT.exec(text) ?? [];
  if (line === undefined || (number === undefined && dash === undefined)) return undefined;
  return { failed: failed !== undefined, number: number === undefined ? undefined : Number(number), rest };
}

function levelAt(levels: Level[], depth: number): Level {
  const level = levels[depth];
  if (level) return level;
  levels.push({ tests: [], results: 0, planned: undefined, ended: false });
  return levelAt(levels, depth);
}

function bailOut(level: Level, reason: string): void {
  level.tests.push({ titles: [`Bail out! ${reason}`.trim()], outcome: 'error' });
}

function plan(level: Level, planned: number): void {
  if (level.planned !== undefined) endStream(level);
  level.planned = planned;
  level.ended = level.results > 0;
  // A file that skips itself: `1..0 # SKIP not on this machine`.
  if (planned === 0) level.tests.push({ titles: [], outcome: 'skipped' });
}

function result({ failed, number, rest }: Result, depth: number, levels: Level[]): void {
  const level = levelAt(levels, depth);
  if (level.ended || (number === 1 && level.results > 0)) endStream(level);
  level.results += 1;
  const { title, isSpared } = described(rest);
  const name = title || `test ${number ?? level.results}`;
  const outcome: TestOutcome = isSpared ? 'skipped' : failed ? 'failed' : 'passed';
  const inner = taken(levels, depth + 1).map((test) => ({
    titles: [name, ...test.titles],
    outcome: isSpared ? ('skipped' as const) : test.outcome,
  }));
  level.tests.push(...inner);
  // What holds tests is their sum, unless it fails on its own.
  const isExplained = inner.length > 0 && (outcome !== 'failed' || inner.some((test) => isBad(test.outcome)));
  if (!isExplained) level.tests.push({ titles: [name], outcome });
}

function isBad(outcome: TestOutcome): boolean {
  return outcome === 'failed' || outcome === 'error';
}

/** `adds # TODO later` is spared: it is expected to fail, or was not run. `\#` is a character of the title. */
function described(rest: string): { readonly title: string; readonly isSpared: boolean } {
  const directive = rest.search(/(?<!\\)#\s*(?:todo|skip)/i);
  const title = directive < 0 ? rest : rest.slice(0, directive);
  return { title: title.trim().replace(/\\([\\#])/g, '$1'), isSpared: directive >= 0 };
}

/** Checks a stream against its plan, and makes room for the next one. */
function endStream(level: Level): void {
  const { planned, results } = level;
  const isWhole = planned === results || (planned === undefined && results === 0);
  const problem = planned === undefined ? 'no plan, so it ended early' : `planned ${planned} tests, ran ${results}`;
  if (!isWhole) level.tests.push({ titles: [problem], outcome: 'error' });
  Object.assign(level, { results: 0, planned: undefined, ended: false });
}

/** Everything from a depth downwards, ended and taken away. */
function taken(levels: Level[], depth: number): readonly ReportedTest[] {
  const removed = levels.splice(depth);
  for (const level of removed) endStream(level);
  return removed.flatMap((level) => level.tests);
}
