import { formatClock } from '@rooms/time/clock';
import { span } from '@rooms/time/span';
import type { Booking } from './book.ts';

/** The bookings as lines of a file, in the order of time: two versions of the file can be compared line by line. */
export function toText(bookings: readonly Booking[]): string {
  return bookings.map(lineOf).toSorted().join('');
}

function lineOf({ room, day, span: { from, to }, by }: Booking): string {
  return `${day} ${formatClock(from)}-${formatClock(to)} ${room} ${by}\n`;
}

const LINE = /^(\d{4}-\d\d-\d\d) (\S+)-(\S+) (\S+) (.+)$/;

/** Reads what `toText` wrote. */
export function fromText(text: string): readonly Booking[] {
  return text.split('\n').filter(Boolean).map(bookingOf);
}

function bookingOf(line: string): Booking {
  const [, day = '', from = '', to = '', room = '', by = ''] = LINE.exec(line) ?? [];
  if (!day) throw new SyntaxError(`this is no booking: ${line}`);
  return { room, day, span: span(from, to), by };
}
