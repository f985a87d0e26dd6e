import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { book } from '@rooms/bookings/book';
import { span } from '@rooms/time/span';

const rooms = [{ name: 'Fir', open: span('08:00', '18:00') }];
const wish = { room: 'Fir', day: '2026-03-02', span: span('10:30', '11:30'), by: 'Ana' };
const meeting = { ...wish, span: span('10:00', '11:00'), by: 'Ben' };

describe('a wish', () => {
  it('is granted when nobody has the room', () => {
    assert.deepEqual(book(wish, rooms, []), { ok: true, booking: wish });
  });

  it('is refused when somebody has the room for a part of the time', () => {
    assert.partialDeepStrictEqual(book(wish, rooms, [meeting]), { ok: false, why: 'taken', by: meeting });
  });

  it('is granted right after another meeting', () => {
    assert.equal(book({ ...wish, span: span('11:00', '12:00') }, rooms, [meeting]).ok, true);
  });

  it('does not mind other rooms and other days', () => {
    const others = [
      { ...meeting, room: 'Oak' },
      { ...meeting, day: '2026-03-03' },
    ];
    assert.equal(book(wish, rooms, others).ok, true);
  });

  it('is refused when the room is closed for a part of the time', () => {
    const late = book({ ...wish, span: span('17:30', '18:30') }, rooms, []);
    assert.partialDeepStrictEqual(late, { ok: false, why: 'closed' });
  });

  it('is refused when there is no such room', () => {
    assert.partialDeepStrictEqual(book({ ...wish, room: 'Elm' }, rooms, []), { ok: false, why: 'unknown' });
  });
});
