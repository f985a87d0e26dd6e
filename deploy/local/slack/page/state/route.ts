/** Where somebody is on the page: as whom, looking at what. It stands in the address, so a reload comes back to it. */
export interface Route {
  /** Whoever was last acted as, when absent. */
  readonly person?: string;
  /** A channel's id, or the app's Home tab. The first channel when absent. */
  readonly place?: string;
  /** The root of the thread that is open. */
  readonly thread?: string;
}

/** The place that is no channel. */
export const HOME = 'home';

const ANYBODY = '-';
const PERSON = /^[UW][A-Z0-9]{1,63}$/;
const PLACE = /^(?:[CDG][A-Z0-9]{1,63}|home)$/;
const TS = /^\d{1,12}\.\d{6}$/;

/** `#/U0ANA/C0GENERAL/1712345678.000100`. What is no such thing is left out. */
export function readRoute(hash: string): Route {
  const [person = '', place = '', thread = ''] = hash.replace(/^#\/?/, '').split('/');
  return {
    ...(PERSON.test(person) && { person }),
    ...(PLACE.test(place) && { place }),
    ...(PLACE.test(place) && place !== HOME && TS.test(thread) && { thread }),
  };
}

export function writeRoute({ person = ANYBODY, place, thread }: Route): string {
  return ['#', person, place, place && thread].filter((part) => part !== undefined).join('/');
}

/** Where a permalink of a message leads; nothing when it is none. */
export function routeOfPermalink({ pathname, searchParams }: URL): Route | undefined {
  const [, channel = '', digits = ''] = /^\/archives\/(\w+)\/p(\d+)$/.exec(pathname) ?? [];
  const ts = `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  const thread = searchParams.get('thread_ts') ?? ts;
  return PLACE.test(channel) && TS.test(thread) ? { place: channel, thread } : undefined;
}
