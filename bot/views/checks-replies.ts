import { hasPassed } from '#shared/task/compare.ts';
import type { CheckRun, Evidence } from '#shared/task/evidence.ts';
import { oneLine } from '#shared/text/escape.ts';
import { count, shortCommit } from './amounts.ts';
import { context } from './blocks.ts';
import { type Callout, calloutsOf } from './callouts.ts';
import { comparisonsOf, movesOf, runWords, someOf, verdictSentence } from './evidence.ts';
import { fit } from './fit.ts';
import { benchmarkWords, type LinkTo, missingPictures, picturesOf } from './measures.ts';
import { type Message, message } from './message.ts';
import { bold, lines, link, type Piece, preformatted, richText } from './rich-text.ts';

const ROWS = 12;
const NAMES = { names: 6, length: 90 };

/** What was red before anybody changed anything; nothing when it was green. */
export function baselineMessage(baseline: readonly CheckRun[]): Message | undefined {
  const red = baseline.filter((run) => !hasPassed(run));
  const [first] = red;
  if (!first) return undefined;
  const sentence = `Before any change, ${red.length} of ${count(baseline.length, 'check')} did not pass at ${shortCommit(first.commit)}.`;
  return message(sentence, [
    richText(
      lines(
        [bold(sentence)],
        ['I go on. What failed before is not blamed on the change.'],
        ...red.slice(0, ROWS).map((run) => [`✗ ${fit(oneLine(run.name), 90)}: ${runWords(run)}`]),
      ),
    ),
    context(['found before the change']),
  ]);
}

/** What the platform saw before and after the change. */
export function testsMessage(attempt: number, evidence: Evidence, linkTo?: LinkTo): Message {
  const verdict = verdictSentence(evidence);
  const table = tableOf(evidence);
  return message(verdict, [
    richText(
      lines(
        [bold(verdict)],
        ...movesLines(evidence),
        ...calloutsOf(evidence).map(calloutLine),
        ...measureLines(evidence),
        ...pictureLines(evidence, attempt, linkTo),
        ...claimLines(evidence),
      ),
      ...(table === undefined ? [] : [preformatted(table)]),
    ),
    context([
      `before: ${shortCommit(evidence.base)}`,
      `after: ${shortCommit(evidence.head)}`,
      ...(table === undefined ? [] : [`${count(evidence.moves.passed, 'test')} passed after`]),
      `attempt ${attempt}`,
    ]),
  ]);
}

function movesLines({ moves }: Evidence): readonly (readonly Piece[])[] {
  return movesOf(moves).map(({ label, names }) => {
    const { shown, more } = someOf(names, NAMES);
    return [bold(`${label} (${names.length}): `), shown.join(', '), more > 0 ? ` and ${more} more` : ''];
  });
}

function calloutLine({ label, items, note }: Callout): readonly Piece[] {
  const { shown, more } = someOf(items, NAMES);
  return [bold(`${label}: `), `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}. ${note}`];
}

const BENCHMARKS = 4;

function measureLines({ benchmarks = [] }: Evidence): readonly (readonly Piece[])[] {
  const shown = benchmarks.slice(0, BENCHMARKS).map((each) => [bold('Benchmark '), fit(benchmarkWords(each), 200)]);
  const more = benchmarks.length - shown.length;
  return [...shown, ...(more > 0 ? [[`and ${count(more, 'more benchmark')}`]] : [])];
}

const PICTURES = 8;

function pictureLines(evidence: Evidence, attempt: number, linkTo: LinkTo | undefined): readonly (readonly Piece[])[] {
  const shown = picturesOf(evidence).slice(0, PICTURES);
  const links = shown.map(({ words, file }) => (linkTo ? link(linkTo(attempt, file), fit(words, 90)) : fit(words, 90)));
  const pieces = links.flatMap((piece, index) => (index === 0 ? [piece] : [', ', piece]));
  const missing = missingPictures(evidence)
    .slice(0, 2)
    .map((words) => [bold('No screenshot of '), fit(words, 150)]);
  return [...(pieces.length === 0 ? [] : [[bold('Screenshots: '), ...pieces]]), ...missing];
}

const CLAIMS = 5;

/** The agent's own words, those nothing confirms first: they are what a reader has to look at. */
function claimLines({ claims = [] }: Evidence): readonly (readonly Piece[])[] {
  const ordered = claims.toSorted((a, b) => Number(a.confirmed) - Number(b.confirmed));
  const rows = ordered.slice(0, CLAIMS).map(({ words, confirmed, why }) => {
    const verdict = confirmed ? '✓ Confirmed' : '? Unconfirmed';
    return [bold(`${verdict}: `), `“${fit(oneLine(words), 110)}” (${fit(oneLine(why), 110)})`];
  });
  const more = claims.length - rows.length;
  return [...rows, ...(more > 0 ? [[`and ${count(more, 'more claim')}`]] : [])];
}

/** A row per check, its columns under each other. */
function tableOf(evidence: Evidence): string | undefined {
  const checks = comparisonsOf(evidence);
  if (checks.length === 0) return undefined;
  const rows = checks
    .slice(0, ROWS)
    .map(({ name, before, after }) => [fit(oneLine(name), 30) || '(no name)', runWords(before), runWords(after)]);
  const more = checks.length > ROWS ? [`and ${count(checks.length - ROWS, 'more check')}`] : [];
  return [...aligned([['check', 'before', 'after'], ...rows]), ...more].join('\n');
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
