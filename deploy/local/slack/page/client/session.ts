import type { Seen } from '../../person/protocol.ts';
import type { Action, Snapshot } from '../state/reduce.ts';
import { HOME, type Route } from '../state/route.ts';
import type { Store } from '../state/store.ts';
import { type Call, callAs } from './ask.ts';
import { watchLive } from './live.ts';

export interface Session {
  readonly call: Call;
  /** Fetches what this place needs and is not there yet. */
  visit(route: Route): Promise<void>;
  end(): void;
}

/** One person before the page: keeps the store as they see the workspace. `tell` is told of what cannot be fetched. */
export function beginSession(person: string, store: Store, tell: (problem: unknown) => void): Session {
  const call = callAs(person);
  const catchUp = catchingUp(store);
  const visit = async (route: Route) => {
    // Once connected everything is fetched anyway; what is fetched before could miss something in between.
    if (store.get().connection !== 'live') return;
    try {
      await fetchPlace(call, store, catchUp, route);
    } catch (problem) {
      tell(problem);
    }
  };
  const refresh = async () => {
    try {
      await catchUp.fetch(async () => ({ type: 'refreshed', snapshot: await fetchSnapshot(call) }));
      store.dispatch({ type: 'connection', is: 'live' });
    } catch (problem) {
      tell(problem);
    }
    await visit(store.get().route);
  };
  const end = watchLive(person, {
    onOpen: () => void refresh(),
    onSeen: catchUp.see,
    onLost: () => store.dispatch({ type: 'connection', is: 'reconnecting' }),
  });
  return { call, visit, end };
}

interface CatchUp {
  see(seen: Seen): void;
  fetch(get: () => Promise<Action>): Promise<void>;
}

/** What is seen while something is fetched may be newer than what was fetched, so it is shown once more after it. */
function catchingUp({ dispatch }: Store): CatchUp {
  const underWay = new Set<Seen[]>();
  return {
    see(seen) {
      for (const missed of underWay) missed.push(seen);
      dispatch({ type: 'seen', seen });
    },
    async fetch(get) {
      const missed: Seen[] = [];
      underWay.add(missed);
      try {
        dispatch(await get());
      } finally {
        underWay.delete(missed);
      }
      for (const seen of missed) dispatch({ type: 'seen', seen });
    },
  };
}

async function fetchSnapshot(call: Call): Promise<Snapshot> {
  const [workspace, ephemerals, modals, home] = await Promise.all([
    call('workspace', {}),
    call('ephemerals', {}),
    call('modals', {}),
    call('home', {}),
  ]);
  return { workspace, ephemerals, modals, home };
}

async function fetchPlace(call: Call, store: Store, catchUp: CatchUp, { place, thread }: Route): Promise<void> {
  if (place === undefined) return;
  if (place === HOME) return void (await call('openHome', { tab: 'home' }));
  if (store.get().conversations[place]?.isLoaded !== true)
    await catchUp.fetch(async () => ({
      type: 'loaded',
      channel: place,
      messages: await call('messages', { channel: place }),
    }));
  if (thread !== undefined)
    await catchUp.fetch(async () => ({
      type: 'thread.loaded',
      channel: place,
      root: thread,
      messages: await call('thread', { channel: place, ts: thread }),
    }));
}
