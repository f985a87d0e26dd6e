import { request } from 'node:http';
import { expect, test } from 'vitest';
import type { LocalGitHub } from '#deploy/local/github/server.ts';
import { call, cloneWithChange, git, tokenFor } from '../world.ts';
import { act, look, worldWithPull } from './browse.ts';

const PULL = '/acme/shop/pull/1';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** As a browser would send it: `fetch` keeps these headers to itself. */
async function send(github: LocalGitHub, method: string, path: string, headers: Record<string, string>) {
  return await new Promise<number | undefined>((resolve, reject) => {
    const asked = request(`${github.url}${path}`, { method, headers }, (answer) => resolve(answer.resume().statusCode));
    asked.on('error', reject).end();
  });
}

test.each([
  ['of the web', { origin: 'https://evil.example' }],
  ['in a sandbox', { origin: 'null' }],
  ['of another port of this machine', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
  ['that hides its origin', { 'sec-fetch-site': 'cross-site' }],
  [
    'that navigates with a form',
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  ],
])('a page %s cannot merge, close, comment or act as somebody', async (_name, headers) => {
  const github = await worldWithPull();
  for (const path of [
    `${PULL}/merge`,
    `${PULL}/close`,
    `${PULL}/comment`,
    '/-/act-as',
    '/api/v3/repos/acme/shop/pulls',
  ])
    expect(await send(github, 'POST', path, { ...FORM, ...headers }), path).toBe(403);
  expect(github.pullRequests('acme/shop')).toMatchObject([{ state: 'open' }]);
});

test('our own page can', async () => {
  const github = await worldWithPull();
  const own = { ...FORM, origin: github.url, 'sec-fetch-site': 'same-origin' };
  expect(await send(github, 'POST', `${PULL}/merge`, own)).toBe(303);
  expect(github.pullRequests('acme/shop')).toMatchObject([{ state: 'merged' }]);
});

test('a link from elsewhere opens a page; nothing from elsewhere embeds or reads one', async () => {
  const github = await worldWithPull();
  const from = { 'sec-fetch-site': 'cross-site' };
  const followed = { ...from, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  expect(await send(github, 'GET', PULL, followed)).toBe(200);
  expect(await send(github, 'GET', PULL, { ...followed, 'sec-fetch-dest': 'iframe' })).toBe(403);
  expect(await send(github, 'GET', PULL, { ...from, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' })).toBe(
    403,
  );
  expect(await send(github, 'GET', PULL, { ...from, 'sec-fetch-mode': 'cors', origin: 'https://evil.example' })).toBe(
    403,
  );
});

test('only the forms of our pages are taken as such', async () => {
  const github = await worldWithPull();
  expect(await send(github, 'POST', `${PULL}/merge`, { 'content-type': 'text/plain' })).toBe(415);
  expect(await send(github, 'POST', `${PULL}/merge`, {})).toBe(415);
  expect((await act(github, `${PULL}/comment`, { body: 'a'.repeat(1_100_000) })).status).toBe(413);
  expect((await act(github, `${PULL}/delete`)).status).toBe(404);
  expect((await act(github, `${PULL}/toString`)).status).toBe(404);
  expect(github.pullRequests('acme/shop')).toMatchObject([{ state: 'open' }]);
});

test('nothing is changed by looking', async () => {
  const github = await worldWithPull({ draft: true });
  for (const name of ['merge', 'close', 'ready']) expect((await look(github, `${PULL}/${name}`)).status).toBe(404);
  expect(github.pullRequests('acme/shop')).toMatchObject([{ state: 'open', draft: true }]);
});

const PAGES = [
  '/',
  '/acme/shop',
  '/acme/shop/pulls',
  PULL,
  `${PULL}/files`,
  '/acme/none',
  '/-/style.css',
  '/api/v3/none',
];

test('every page runs nothing, loads nothing but its style, and is framed by nobody', async () => {
  const github = await worldWithPull();
  for (const path of PAGES) {
    const { headers, html } = await look(github, path);
    const policy = headers.get('content-security-policy') ?? '';
    for (const rule of ["default-src 'none'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'"])
      expect(policy, path).toContain(rule);
    expect(policy).not.toMatch(/unsafe|script-src|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(html).not.toMatch(/<script|<style|\sstyle="|<img|<iframe|\son\w+="/i);
  }
});

test('git and the REST API, which say nothing of where they come from, go on working', async () => {
  const github = await worldWithPull();
  const token = await tokenFor(github, { contents: 'write', pull_requests: 'write' });
  const clone = await cloneWithChange(github, token, 'agent/other');
  expect((await git(clone, 'push', 'origin', 'agent/other')).exitCode).toBe(0);
  expect((await call(github, token, 'PATCH /repos/acme/shop/pulls/1', { title: 'New' })).status).toBe(200);
});
