import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contains, minutesOf, overlaps, span } from '@rooms/time/span';

describe('a span', () => {
  const morning = span('08:00', '12:00');

  it('is as long as the minutes in it', () => {
    assert.equal(minutesOf(span('11:45', '13:00')), 75);
  });

  it('ends after it begins', () => {
    assert.throws(() => span('10:00', '10:00'), /10:00 to 10:00 is no span/);
  });

  it('overlaps what shares a minute with it', () => {
    assert.equal(overlaps(morning, span('11:59', '14:00')), true);
    assert.equal(overlaps(span('09:00', '10:00'), morning), true);
  });

  it('does not overlap what begins when it ends', () => {
    assert.equal(overlaps(morning, span('12:00', '13:00')), false);
    assert.equal(overlaps(span('12:00', '13:00'), morning), false);
  });

  it('contains what lies in it, its own edges too', () => {
    assert.equal(contains(morning, morning), true);
    assert.equal(contains(morning, span('11:30', '12:01')), false);
  });
});
