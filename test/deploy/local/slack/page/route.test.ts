import { expect, test } from 'vitest';
import { readRoute, routeOfPermalink, writeRoute } from '#deploy/local/slack/page/state/route.ts';

const THREAD = '1700000000.000100';

test.each([
  ['#/U0ANA/C0GENERAL/1700000000.000100', { person: 'U0ANA', place: 'C0GENERAL', thread: THREAD }],
  ['#/U0ANA/home', { person: 'U0ANA', place: 'home' }],
  ['#/-/D0ANA', { place: 'D0ANA' }],
  ['#/U0ANA', { person: 'U0ANA' }],
])('%s is a place on the page, there and back', (hash, route) => {
  expect(readRoute(hash)).toEqual(route);
  expect(writeRoute(route)).toBe(hash);
});

test.each(['', '#/', '#/<script>/javascript:/1', '#/../../1700000000.000100', '#/-/home/1700000000.000100x'])(
  'of %s only what is no nonsense is read',
  (hash) => {
    expect(readRoute(hash)).toEqual(hash.includes('home') ? { place: 'home' } : {});
  },
);

test('a permalink leads to the thread of its message', () => {
  const to = (path: string) => routeOfPermalink(new URL(`http://127.0.0.1:1${path}`));
  expect(to('/archives/C0GENERAL/p1700000000000100')).toEqual({ place: 'C0GENERAL', thread: THREAD });
  expect(to(`/archives/C0GENERAL/p1700000009000100?thread_ts=${THREAD}&cid=C0GENERAL`)?.thread).toBe(THREAD);
  for (const path of ['/', '/archives/C0GENERAL', '/archives/C0GENERAL/p12', '/archives/nowhere/p1700000000000100'])
    expect(to(path), path).toBeUndefined();
});
