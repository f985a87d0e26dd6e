const FLAT_CENTS = 490;
const FREE_FROM_CENTS = 5000;

/** What sending an order costs. Nothing to send costs nothing. */
export function shippingCents(goodsCents) {
  if (goodsCents === 0) return 0;
  return goodsCents >= FREE_FROM_CENTS ? 0 : FLAT_CENTS;
}
