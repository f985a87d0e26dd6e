import { formatClock } from '@rooms/time/clock';
import type { Span } from '@rooms/time/span';
import type { Answer } from './book.ts';

/** What the bot says in the channel. */
export function sentenceOf(answer: Answer): string {
  if (answer.ok) {
    const { room, day, span } = answer.booking;
    return `${room} is yours on ${day} ${said(span)}.`;
  }
  const { room } = answer.wish;
  switch (answer.why) {
    case 'unknown':
      return `There is no room called ${room}.`;
    case 'closed':
      return `${room} can be used ${said(answer.open)} only.`;
    case 'taken':
      return `${room} is taken: ${answer.by.by} has it ${said(answer.by.span)}.`;
  }
}

function said({ from, to }: Span): string {
  return `from ${formatClock(from)} to ${formatClock(to)}`;
}
