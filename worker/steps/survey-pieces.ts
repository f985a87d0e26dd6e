import type { Rule } from '../survey/rules.ts';
import { shownPath } from '../survey/shown-path.ts';
import type { Survey } from '../survey/survey.ts';
import { beginningOf, type Fitted, type Piece } from './fit.ts';
import { IMPORTANCE, MOST_TOKENS } from './importance.ts';

const MOST_LISTED = 40;

/** What was seen of the repository, in the order an agent reads it: what to heed, then where what is. */
export function surveyPieces({ rules, closeRules, conventions, map, names }: Survey): readonly Piece[] {
  return [
    ...closeRules.map(({ path, text }) => ({
      label: shownPath(path),
      text,
      importance: IMPORTANCE.folderRules,
      divisible: true,
      mostTokens: MOST_TOKENS.folderRules,
    })),
    ...piece('rules of other folders', otherRulesText(rules, closeRules), IMPORTANCE.folderRules),
    ...piece('conventions', conventions, IMPORTANCE.conventions),
    ...piece('map of the repository', map, IMPORTANCE.map),
    ...piece('what files that may matter define', names, IMPORTANCE.names),
  ];
}

const piece = (label: string, text: string, importance: number): readonly Piece[] =>
  text === '' ? [] : [{ label, text, importance }];

/** Those whose text an agent was told with everything else; all others it has to meet. */
export function toldRules({ closeRules }: Survey, { included }: Fitted): readonly Rule[] {
  const labels = new Set(included.map(({ label }) => label));
  return closeRules.filter(({ path }) => labels.has(shownPath(path)) || labels.has(beginningOf(shownPath(path))));
}

function otherRulesText(rules: readonly Rule[], close: readonly Rule[]): string {
  const told = new Set(close.map(({ path }) => path));
  const paths = rules.flatMap(({ path }) => (told.has(path) ? [] : [path]));
  if (paths.length === 0) return '';
  const more = paths.length > MOST_LISTED ? [`and ${paths.length - MOST_LISTED} more`] : [];
  const listed = [...paths.slice(0, MOST_LISTED).map(shownPath), ...more].join('\n');
  return `Each holds for its folder. Read it before you touch a file there:\n${listed}`;
}
