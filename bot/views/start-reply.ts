import type { Start } from '#shared/task/reuse.ts';
import type { Attempt } from './attempts.ts';
import { type Message, message } from './message.ts';
import { bold, lines, prose, richText } from './rich-text.ts';
import { nameOf, sentence } from './subject.ts';

/** What an attempt after the first one is for, and what it goes on from. */
export function startMessage(number: number, opened: NonNullable<Attempt['opened']>, start: Start): Message {
  const why = `Attempt ${number}, ${reason(opened)}`;
  const from = sentence(start.words, 900);
  const asked = opened.followUp && sentence(opened.followUp.words, 600);
  return message(`${why}${asked ? `: ${asked}` : '.'} ${from}`, [
    richText(lines([bold(asked ? `${why}:` : `${why}.`)], ...(asked ? [[asked]] : []), prose(from))),
  ]);
}

function reason({ next, by }: NonNullable<Attempt['opened']>): string {
  if (next === 'automatic') return 'by myself';
  return `asked for by ${by ? nameOf(by) : 'somebody'}`;
}
