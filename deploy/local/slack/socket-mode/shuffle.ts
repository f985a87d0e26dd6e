import type { Timers } from './timers.ts';

/** A shuffle that waits for more than come still ends. */
const PATIENCE_MS = 250;

export interface Shuffler {
  /** Keeps the act back until as many as the window holds are there, then does them in the seed's order. */
  hold(act: () => void, shuffle: { readonly window: number; readonly seed: number }): void;
}

export function createShuffler(timers: Timers): Shuffler {
  let held: (() => void)[] = [];
  let stopWaiting = () => {};
  const release = (seed: number): void => {
    stopWaiting();
    const ready = shuffled(held, seed);
    held = [];
    for (const act of ready) act();
  };
  return {
    hold(act, { window, seed }) {
      held.push(act);
      if (held.length >= window) release(seed);
      else if (held.length === 1) stopWaiting = timers.after(PATIENCE_MS, () => release(seed));
    },
  };
}

/** The same items in an order that depends on the seed alone. */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const random = mulberry32(seed);
  return items
    .map((item) => ({ item, rank: random() }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}

/** Small, even and repeatable; nothing secret hangs on it. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
