import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromText, toText } from '@rooms/bookings/store';
import { span } from '@rooms/time/span';

const early = { room: 'Fir', day: '2026-03-02', span: span('09:30', '10:30'), by: 'Ana' };
const late = { room: 'Oak', day: '2026-03-02', span: span('10:30', '11:00'), by: 'Ben Okri' };

describe('the file of bookings', () => {
  it('has a line for each, in the order of time', () => {
    assert.equal(toText([late, early]), '2026-03-02 09:30-10:30 Fir Ana\n2026-03-02 10:30-11:00 Oak Ben Okri\n');
  });

  it('is read as it was written', () => {
    assert.deepEqual(fromText(toText([early, late])), [early, late]);
  });

  it('is refused when a line is no booking', () => {
    assert.throws(() => fromText('2026-03-02 Fir\n'), /this is no booking: 2026-03-02 Fir/);
  });
});
