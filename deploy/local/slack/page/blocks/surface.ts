import { createContext, useContext } from 'react';
import type { Entry, Target } from '../../person/protocol.ts';

/** A form that is sent as a whole; without one every change is told to the app at once. */
interface Form {
  readonly entries: Readonly<Record<string, Entry>>;
  readonly errors: Readonly<Record<string, string>>;
  enter(blockId: string, entry: Entry): void;
}

/** What the blocks below stand on. */
export interface Surface {
  readonly on: Target;
  readonly form?: Form;
}

const SurfaceContext = createContext<Surface | undefined>(undefined);
export const SurfaceProvider = SurfaceContext.Provider;

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (surface === undefined) throw new Error('blocks stand on a message or a view');
  return surface;
}
