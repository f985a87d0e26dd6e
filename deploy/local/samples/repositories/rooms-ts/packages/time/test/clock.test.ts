import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatClock, parseClock } from '@rooms/time/clock';

describe('a time of day', () => {
  it('is read and written', () => {
    assert.equal(parseClock('13:05'), 785);
    assert.equal(formatClock(785), '13:05');
  });

  it('is refused when there is no such time', () => {
    for (const text of ['24:00', '12:60', '1230', '']) assert.throws(() => parseClock(text), RangeError);
  });
});
