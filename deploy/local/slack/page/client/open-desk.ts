import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import * as z from 'zod';
import { TaskError } from '#shared/task/failure.ts';
import { Offered } from '../../client/offers.ts';
import { type Route, readRoute, writeRoute } from '../state/route.ts';
import type { Store } from '../state/store.ts';
import { ask, callAs } from './ask.ts';
import type { Desk } from './desk.ts';
import { beginSession, type Session } from './session.ts';

/** Sits down as the person the address names, and changes seats with it. */
export function useOpenDesk(store: Store): Desk {
  const { person, place, thread } = useSyncExternalStore(store.subscribe, () => store.get().route);
  const workspace = useSyncExternalStore(store.subscribe, () => store.get().workspace);
  const [session, setSession] = useState<Session>();
  const tell = useMemo(() => telling(store), [store]);

  useEffect(() => followAddress(store), [store]);
  useEffect(() => void open(store).catch(tell), [store, tell]);
  useEffect(() => {
    if (person === undefined) return undefined;
    localStorage.setItem(LAST_PERSON, person);
    const begun = beginSession(person, store, tell);
    setSession(begun);
    return begun.end;
  }, [person, store, tell]);
  useEffect(() => {
    const first = workspace?.channels[0]?.id;
    if (place === undefined && first !== undefined) replaceAddress(store, { ...store.get().route, place: first });
  }, [place, workspace, store]);
  useEffect(() => void session?.visit({ place, thread } as Route), [session, place, thread]);

  return useMemo(
    () => ({
      store,
      call: callAs(person ?? ''),
      go: (route) => {
        location.hash = writeRoute({ ...(person !== undefined && { person }), ...route });
      },
      attempt: async (act) => {
        try {
          await act;
          return true;
        } catch (problem) {
          tell(problem);
          return false;
        }
      },
      tell,
    }),
    [store, person, tell],
  );
}

const LAST_PERSON = 'bellhop.person';
const People = z.array(z.object({ id: z.string() }));

/** Finds out who can be acted as and what the playground offers. */
async function open(store: Store): Promise<void> {
  const [people, offered] = await Promise.all([
    ask('GET', 'people').then((answer) => People.parse(answer)),
    ask('GET', 'playground').then((answer) => Offered.parse(answer)),
  ]);
  store.dispatch({ type: 'offered', offered });
  const { route } = store.get();
  const wanted = [route.person, localStorage.getItem(LAST_PERSON)];
  const person = people.find(({ id }) => wanted.includes(id)) ?? people[0];
  if (person !== undefined) replaceAddress(store, { ...route, person: person.id });
}

function followAddress(store: Store): () => void {
  const follow = () => {
    const route = readRoute(location.hash);
    // A link that names nobody is for whoever sits here.
    const { person } = store.get().route;
    const followed = route.person === undefined && person !== undefined ? { ...route, person } : route;
    store.dispatch({ type: 'moved', route: followed });
  };
  addEventListener('hashchange', follow);
  return () => removeEventListener('hashchange', follow);
}

function replaceAddress(store: Store, route: Route): void {
  history.replaceState(null, '', writeRoute(route));
  store.dispatch({ type: 'moved', route });
}

const telling = (store: Store) => (problem: unknown) => {
  // Only what was refused has words for people; anything else is a bug of this page, for its console as well.
  if (!(problem instanceof TaskError)) console.error(problem);
  const words = problem instanceof Error ? problem.message : String(problem);
  const remedy = problem instanceof TaskError ? { remedy: problem.remedy } : {};
  store.dispatch({ type: 'told', notice: { kind: 'problem', words, ...remedy } });
};
