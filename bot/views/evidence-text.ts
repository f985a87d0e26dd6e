import type { Evidence } from '#shared/task/evidence.ts';
import { count, shortCommit } from './amounts.ts';
import { type Callout, calloutsOf } from './callouts.ts';
import { type Comparison, comparisonsOf, movesOf, runWords, someOf, verdictSentence } from './evidence.ts';
import { codeCell, codeSpan, inline, table } from './markdown.ts';

const CHECKS = 15;
const NAMES = { names: 10, length: 100 };

/** The evidence as paragraphs of Markdown: every check before and after, every test that moved, bound to commits. */
export const evidenceText = (evidence: Evidence): readonly string[] => [
  verdictSentence(evidence),
  ...checkTable(evidence),
  ...moves(evidence),
  ...calloutsOf(evidence).map(calloutText),
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

const calloutText = ({ label, items, note }: Callout): string => `**${label}:** ${listOf(items)}. ${note}`;

function listOf(names: readonly string[]): string {
  const { shown, more } = someOf(names, NAMES);
  return shown.map((name) => codeSpan(name, NAMES.length)).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const CLAIM = { words: 200, why: 200 };

/** The agent's own words, each with what the evidence says to it. */
function claims({ claims: said = [] }: Evidence): readonly string[] {
  if (said.length === 0) return [];
  const rows = said.map(({ words, confirmed, why }) => {
    const verdict = confirmed ? '✓ confirmed' : '? **unconfirmed**';
    return `- ${verdict}: “${inline(words, CLAIM.words)}” (${inline(why, CLAIM.why)})`;
  });
  return [['**What the agent says, held against this:**', ...rows].join('\n')];
}
