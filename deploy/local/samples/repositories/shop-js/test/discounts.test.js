import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discountPercent } from '../src/discounts.js';

describe('quantity discount', () => {
  it('is nothing for a few pieces', () => {
    assert.equal(discountPercent(1), 0);
    assert.equal(discountPercent(9), 0);
  });

  it('starts at exactly ten pieces', () => {
    assert.equal(discountPercent(10), 5);
  });

  it('stays at five percent below fifty pieces', () => {
    assert.equal(discountPercent(11), 5);
    assert.equal(discountPercent(49), 5);
  });

  it('is twelve percent for large orders', () => {
    assert.equal(discountPercent(51), 12);
    assert.equal(discountPercent(500), 12);
  });
});
