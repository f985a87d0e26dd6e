import { contains, overlaps, type Span } from '@rooms/time/span';

export interface Room {
  readonly name: string;
  /** When it may be used, every day. */
  readonly open: Span;
}

export interface Booking {
  readonly room: string;
  /** Like `2026-03-02`. */
  readonly day: string;
  readonly span: Span;
  readonly by: string;
}

export type Answer =
  | { readonly ok: true; readonly booking: Booking }
  | { readonly ok: false; readonly why: 'unknown'; readonly wish: Booking }
  | { readonly ok: false; readonly why: 'closed'; readonly wish: Booking; readonly open: Span }
  | { readonly ok: false; readonly why: 'taken'; readonly wish: Booking; readonly by: Booking };

/** Says whether somebody can have a room as they wish. Whoever asks writes the booking down. */
export function book(wish: Booking, rooms: readonly Room[], bookings: readonly Booking[]): Answer {
  const room = rooms.find(({ name }) => name === wish.room);
  if (!room) return { ok: false, why: 'unknown', wish };
  if (!contains(room.open, wish.span)) return { ok: false, why: 'closed', wish, open: room.open };
  const by = sameRoom(wish, bookings).find(({ span }) => overlaps(span, wish.span));
  return by ? { ok: false, why: 'taken', wish, by } : { ok: true, booking: wish };
}

function sameRoom({ room, day }: Booking, bookings: readonly Booking[]): readonly Booking[] {
  return bookings.filter((booking) => booking.room === room && booking.day === day);
}
