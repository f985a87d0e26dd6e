import * as z from 'zod';

/** What a model costs. */
export const Price = z.strictObject({
  input_usd_per_million: z.number().nonnegative(),
  output_usd_per_million: z.number().nonnegative(),
  /** Of input that the provider had in its cache; as other input when absent. */
  cached_input_usd_per_million: z.number().nonnegative().optional(),
});
export type Price = z.infer<typeof Price>;

interface Tokens {
  readonly input: number;
  readonly output: number;
  /** The part of `input` that came from the provider's cache. */
  readonly cached?: number;
}

/** The name of a model without its provider, as a price list has it. */
export const listedName = (model: string): string => model.slice(model.indexOf('/') + 1);

export function priceIn(prices: Readonly<Record<string, Price>>, model: string): Price | undefined {
  const name = listedName(model);
  return Object.hasOwn(prices, name) ? prices[name] : undefined;
}

/** What usage costs. A model without a price counts as free, which only the scripted one should be. */
export function priceOf(price: Price | undefined, { input, output, cached = 0 }: Tokens): number {
  if (!price) return 0;
  const {
    input_usd_per_million: fresh,
    output_usd_per_million: said,
    cached_input_usd_per_million: known = fresh,
  } = price;
  const reread = Math.min(cached, input);
  return ((input - reread) * fresh + reread * known + output * said) / 1_000_000;
}
