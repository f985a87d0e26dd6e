import type { Place } from '#shared/ports.ts';
import type { Moment } from '#shared/task/task.ts';
import type { Rights } from '../dispatch/rights.ts';

/** Long enough to send a file to it, short enough to be worth nothing in a log. */
const PLACE_MS = 10 * 60_000;

/** What a person clicks on to have a file. It is good as long as the file is there, whatever the store's own addresses live. */
export function createLinks(publicUrl: string, rights: Pick<Rights, 'linkKey'>): (name: string) => string {
  return (name) => `${addressOf(publicUrl, name)}?key=${rights.linkKey(name)}`;
}

interface Needs {
  readonly publicUrl: string;
  readonly rights: Pick<Rights, 'place'>;
  readonly now: () => Moment;
}

/** Places of the bot's own, for stores that take no files themselves. */
export function createPlaces({ publicUrl, rights, now }: Needs): (name: string, version: string) => Place {
  return (name, version) => {
    const right = rights.place(name, version, now() + PLACE_MS);
    return { url: `${addressOf(publicUrl, name)}?place=${right}`, headers: {} };
  };
}

const addressOf = (publicUrl: string, name: string): string => `${publicUrl.replace(/\/+$/, '')}/artifacts/${name}`;
