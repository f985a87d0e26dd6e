import { discountPercent } from './discounts.js';
import { percentOf } from './money.js';
import { shippingCents } from './shipping.js';

/** What a basket costs, line by line and in all. */
export function priceOf(lines) {
  const priced = lines.map(priceLine);
  const goodsCents = priced.reduce((sum, line) => sum + line.cents, 0);
  const shipping = shippingCents(goodsCents);
  return { lines: priced, goodsCents, shippingCents: shipping, totalCents: goodsCents + shipping };
}

function priceLine({ article, unitCents, pieces }) {
  if (!Number.isInteger(pieces) || pieces < 1) {
    throw new RangeError(`${article}: ${pieces} is not a number of pieces`);
  }
  const fullCents = unitCents * pieces;
  const percent = discountPercent(pieces);
  return { article, percent, cents: fullCents - percentOf(fullCents, percent) };
}
