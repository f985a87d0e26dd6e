import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sentenceOf } from '@rooms/bookings/sentences';
import { span } from '@rooms/time/span';

const wish = { room: 'Fir', day: '2026-03-02', span: span('10:30', '11:30'), by: 'Ana' };

describe('the bot', () => {
  it('says what somebody has now', () => {
    assert.equal(sentenceOf({ ok: true, booking: wish }), 'Fir is yours on 2026-03-02 from 10:30 to 11:30.');
  });

  it('says who has the room', () => {
    const by = { ...wish, span: span('10:00', '11:00'), by: 'Ben' };
    assert.match(sentenceOf({ ok: false, why: 'taken', wish, by }), /^Fir is taken: Ben has it from 10:00 to 11:00\./);
  });

  it('says when a room can be used', () => {
    const open = span('10:00', '18:00');
    assert.equal(sentenceOf({ ok: false, why: 'closed', wish, open }), 'Fir can be used from 10:00 to 18:00 only.');
  });

  it('says that there is no such room', () => {
    assert.equal(sentenceOf({ ok: false, why: 'unknown', wish }), 'There is no room called Fir.');
  });
});
