import { shownPath } from '../survey/shown-path.ts';
import type { Survey } from '../survey/survey.ts';
import type { Piece } from './fit.ts';
import { IMPORTANCE, MOST_TOKENS } from './importance.ts';

const MOST_LISTED = 40;

/** What was seen of the repository, in the order an agent reads it: what to heed, then where what is. */
export function surveyPieces({ rules, otherRules, conventions, map, names }: Survey): readonly Piece[] {
  return [
    ...rules.map(({ path, text }) => ({
      label: shownPath(path),
      text,
      importance: IMPORTANCE.folderRules,
      divisible: true,
      mostTokens: MOST_TOKENS.folderRules,
    })),
    ...piece('rules of other folders', otherRulesText(otherRules), IMPORTANCE.folderRules),
    ...piece('conventions', conventions, IMPORTANCE.conventions),
    ...piece('map of the repository', map, IMPORTANCE.map),
    ...piece('what files that may matter define', names, IMPORTANCE.names),
  ];
}

const piece = (label: string, text: string, importance: number): readonly Piece[] =>
  text === '' ? [] : [{ label, text, importance }];

function otherRulesText(paths: readonly string[]): string {
  if (paths.length === 0) return '';
  const more = paths.length > MOST_LISTED ? [`and ${paths.length - MOST_LISTED} more`] : [];
  const listed = [...paths.slice(0, MOST_LISTED).map(shownPath), ...more].join('\n');
  return `Each holds for its folder. Read it before you touch a file there:\n${listed}`;
}
