import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Model } from '../state/model.ts';
import type { Route } from '../state/route.ts';
import type { Store } from '../state/store.ts';
import type { Call } from './ask.ts';

/** What every part of the page works with. */
export interface Desk {
  readonly store: Store;
  readonly call: Call;
  go(route: Route): void;
  /** Waits for something the person asked for; what is refused is told to them. True when it was done. */
  attempt(act: Promise<unknown>): Promise<boolean>;
  tell(problem: unknown): void;
}

const DeskContext = createContext<Desk | undefined>(undefined);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === undefined) throw new Error('this part of the page stands outside of the desk');
  return desk;
}

/** The part of the model a component is drawn from. It is drawn again when that part is another one. */
export function useModel<Part>(pick: (model: Model) => Part): Part {
  const { store } = useDesk();
  return useSyncExternalStore(store.subscribe, () => pick(store.get()));
}
