/** Quantity discounts, the largest first: how many pieces of one article earn how many percent. */
const STEPS = [
  { pieces: 50, percent: 12 },
  { pieces: 10, percent: 5 },
];

/** The quantity discount for a number of pieces of one article, in percent. */
export function discountPercent(pieces) {
  const step = STEPS.find((candidate) => pieces > candidate.pieces);
  return step ? step.percent : 0;
}
