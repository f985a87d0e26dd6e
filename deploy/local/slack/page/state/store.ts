import type { Model } from './model.ts';
import { type Action, reduce } from './reduce.ts';

export interface Store {
  get(): Model;
  dispatch(action: Action): void;
  /** Gives back the way to stop listening. */
  subscribe(listener: () => void): () => void;
}

export function createStore(initial: Model): Store {
  let model = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => model,
    dispatch(action) {
      model = reduce(model, action);
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
