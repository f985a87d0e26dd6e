import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatCents, percentOf } from '../src/money.js';

describe('money', () => {
  it('takes percentages in whole cents', () => {
    assert.equal(percentOf(1995, 5), 100);
    assert.equal(percentOf(990, 5), 50);
  });

  it('is written as customers read it', () => {
    assert.equal(formatCents(123456), '1234.56 €');
    assert.equal(formatCents(-5), '-0.05 €');
  });
});
