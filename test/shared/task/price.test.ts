import { expect, test } from 'vitest';
import { priceOf } from '#shared/task/price.ts';

const price = { input_usd_per_million: 2, output_usd_per_million: 10 };

test('tokens cost what the price says, and nothing without one', () => {
  expect(priceOf(price, { input: 500_000, output: 100_000 })).toBe(2);
  expect(priceOf(undefined, { input: 500_000, output: 100_000 })).toBe(0);
});

test('what the provider had in its cache has a price of its own, or that of other input', () => {
  const tokens = { input: 500_000, output: 100_000, cached: 400_000 };
  expect(priceOf({ ...price, cached_input_usd_per_million: 0.5 }, tokens)).toBeCloseTo(1.4);
  expect(priceOf(price, tokens)).toBe(2);
});

test('nobody gets money back for a cache that had more than was asked for', () => {
  const boasting = { input: 100, output: 0, cached: 1_000_000 };
  expect(priceOf({ ...price, cached_input_usd_per_million: 0 }, boasting)).toBe(0);
});
