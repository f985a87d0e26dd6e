import type { Evidence } from '#shared/task/evidence.ts';
import { count, shortCommit } from './amounts.ts';
import { type Callout, calloutsOf } from './callouts.ts';
import { type Comparison, comparisonsOf, movesOf, runWords, someOf, verdictSentence } from './evidence.ts';
import { codeCell, codeSpan, inline, table } from './markdown.ts';
import { benchmarkWords, missingPictures, picturesOf } from './measures.ts';

const CHECKS = 15;
const CALLED = { names: 6, length: 120 };
const NAMES = { names: 10, length: 100 };

/**
 * The evidence as paragraphs of Markdown: every check before and after, every test that moved, bound to commits.
 * `linkTo`: where a stored file can be had.
 */
export const evidenceText = (evidence: Evidence, linkTo?: (file: string) => string): readonly string[] => [
  verdictSentence(evidence),
  ...checkTable(evidence),
  ...moves(evidence),
  ...calloutsOf(evidence).map(calloutText),
  ...benchmarks(evidence),
  ...pictures(evidence, linkTo),
  ...claims(evidence),
  `Base \`${evidence.base}\`, head \`${evidence.head}\`. The checks were run by the platform, not by the agent.`,
];

function checkTable(evidence: Evidence): readonly string[] {
  const checks = comparisonsOf(evidence);
  if (checks.length === 0) return [];
  const [before, after] = [shortCommit(evidence.base), shortCommit(evidence.head)];
  const head = ['Check', 'Command', `Before (\`${before}\`)`, `After (\`${after}\`)`];
  const more = checks.length > CHECKS ? [`and ${count(checks.length - CHECKS, 'more check')}`] : [];
  return [table(head, checks.slice(0, CHECKS).map(checkRow)), ...more];
}

const checkRow = ({ name, command, before, after }: Comparison): readonly string[] => [
  inline(name, 100) || '(no name)',
  codeCell(command, 200),
  runWords(before),
  runWords(after),
];

function moves(evidence: Evidence): readonly string[] {
  const groups = movesOf(evidence.moves).map(
    ({ label, names }) => `- **${label} (${names.length})**: ${listOf(names)}`,
  );
  return [[...groups, `- **Passed after the change**: ${evidence.moves.passed}`].join('\n')];
}

const calloutText = ({ label, items, note }: Callout): string => `**${label}:** ${listOf(items, CALLED)}. ${note}`;

function listOf(names: readonly string[], limits = NAMES): string {
  const { shown, more } = someOf(names, limits);
  return shown.map((name) => codeSpan(name, limits.length)).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const MEASURES = 6;

/** A measurement is no verdict by itself: it is told with its spread. */
function benchmarks({ benchmarks: measured = [] }: Evidence): readonly string[] {
  if (measured.length === 0) return [];
  const rows = measured.slice(0, MEASURES).map((benchmark) => `- ${inline(benchmarkWords(benchmark), 200)}`);
  return [['**Benchmarks, median and range of a few runs before and after:**', ...rows].join('\n')];
}

function pictures(evidence: Evidence, linkTo: ((file: string) => string) | undefined): readonly string[] {
  const shown = linkTo
    ? picturesOf(evidence).map(({ words, file }) => `- [${inline(words, 120)}](${linkTo(file)})`)
    : [];
  const missing = missingPictures(evidence)
    .slice(0, MEASURES)
    .map((words) => `- ${inline(words, 150)}`);
  const rows = [...shown, ...missing];
  return rows.length === 0 ? [] : [['**Screenshots, as files to save:**', ...rows].join('\n')];
}

const CLAIMS = 9;
const CLAIM = { words: 140, why: 120 };

/** The agent's own words, each with what the evidence says to it. */
function claims({ claims: said = [] }: Evidence): readonly string[] {
  if (said.length === 0) return [];
  const rows = said.slice(0, CLAIMS).map(({ words, confirmed, why }) => {
    const verdict = confirmed ? '✓ confirmed' : '? **unconfirmed**';
    return `- ${verdict}: “${inline(words, CLAIM.words)}” (${inline(why, CLAIM.why)})`;
  });
  const more = said.length > CLAIMS ? [`- and ${count(said.length - CLAIMS, 'more claim')}`] : [];
  return [['**What the agent says, held against this:**', ...rows, ...more].join('\n')];
}
