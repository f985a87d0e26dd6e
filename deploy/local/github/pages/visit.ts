import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { PEOPLE } from '../people.ts';
import type { Visit } from './layout.ts';

/** Cookies are shared by every port of this machine, so its name says whose it is. */
const COOKIE = 'local-github-actor';

export function visitOf(context: Context): Visit {
  const { pathname, search } = new URL(context.req.url);
  return { actor: known(getCookie(context, COOKIE)), path: `${pathname}${search}` };
}

/** From now on this person acts; anybody else is taken for the first one. */
export function actAs(context: Context, name: string | undefined): void {
  setCookie(context, COOKIE, known(name), { path: '/', httpOnly: true, sameSite: 'Lax' });
}

function known(name: string | undefined): string {
  return PEOPLE.find((person) => person === name) ?? PEOPLE[0] ?? 'somebody';
}
