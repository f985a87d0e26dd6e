import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { priceOf } from '../src/cart.js';

const mug = (pieces) => ({ article: 'mug', unitCents: 900, pieces });
const card = (pieces) => ({ article: 'card', unitCents: 133, pieces });

describe('a basket', () => {
  it('costs its lines and the shipping', () => {
    const { goodsCents, shippingCents, totalCents } = priceOf([mug(2), card(1)]);
    assert.deepEqual([goodsCents, shippingCents, totalCents], [1933, 490, 2423]);
  });

  it('counts the discount for each article by itself', () => {
    const { lines } = priceOf([mug(20), card(3)]);
    assert.deepEqual(
      lines.map(({ percent, cents }) => [percent, cents]),
      [
        [5, 17100],
        [0, 399],
      ],
    );
  });

  it('rounds every line to whole cents', () => {
    assert.equal(priceOf([card(15)]).goodsCents, 1895);
  });

  it('ships for free from fifty euros on, counted after discounts', () => {
    assert.equal(priceOf([{ article: 'lamp', unitCents: 5000, pieces: 1 }]).shippingCents, 0);
    assert.equal(priceOf([{ article: 'candle', unitCents: 400, pieces: 13 }]).shippingCents, 490);
  });

  it('costs nothing when it is empty', () => {
    assert.equal(priceOf([]).totalCents, 0);
  });

  it('refuses a number of pieces that is none', () => {
    assert.throws(() => priceOf([mug(0)]), /mug: 0 is not a number of pieces/);
    assert.throws(() => priceOf([mug(1.5)]), RangeError);
  });
});
