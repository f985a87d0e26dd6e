import { oneLine } from '#shared/text/escape.ts';
import type { Names } from './mrkdwn.ts';
import { richTextLines } from './rich-text.ts';
import { objects, wordsOf } from './value.ts';

type Card = Readonly<Record<string, unknown>>;

const GLYPHS: Readonly<Record<string, string>> = { pending: '○', in_progress: '◐', complete: '✔', error: '✘' };

/** A plan: its title, then one line per task with how it stands. */
export function planLines(plan: Card, names: Names): readonly string[] {
  return [
    oneLine(wordsOf(plan.title)),
    ...objects(plan.tasks).flatMap((card) => indented(taskLines(card, names), '  ')),
  ];
}

/** One task: how it stands, then details, output and sources below it. */
export function taskLines(card: Card, names: Names): readonly string[] {
  const below = [card.details, card.output].flatMap((part) =>
    objects([part]).flatMap((text) => richTextLines(text, names)),
  );
  const sources = objects(card.sources).map(({ text, url }) => oneLine(`${wordsOf(text)} (${wordsOf(url)})`));
  const title = `${GLYPHS[String(card.status)] ?? '?'} ${oneLine(wordsOf(card.title))}`;
  return [title, ...indented([...below, ...sources], '    ')];
}

function indented(lines: readonly string[], margin: string): readonly string[] {
  return lines.map((line) => `${margin}${line}`);
}
