import { createSign, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import type { LocalGitHub } from '#deploy/local/github/server.ts';
import { appOf, call, installationOf, openWorld, tokenFor } from './world.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const SECONDS = NOW / 1000;

function jwt(github: LocalGitHub, claims: object, { alg = 'RS256', key = github.app.privateKey } = {}): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg, typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

test('octokit speaks with the App through the base URL alone', async () => {
  const github = await openWorld();
  const { data } = await appOf(github).request('GET /app');
  expect(data).toMatchObject({
    id: github.app.id,
    slug: 'bellhop',
    permissions: { contents: 'write', pull_requests: 'write' },
  });
  expect(data?.permissions).not.toHaveProperty('workflows');
});

test('a client whose clock is wrong corrects it by the date of the answer', async () => {
  const github = await openWorld({ now: () => NOW });
  expect((await appOf(github).request('GET /app')).status).toBe(200);
});

test.each([
  ['is no JWT', () => 'nonsense', 401, 'A JSON web token could not be decoded'],
  [
    'expired',
    (github) => jwt(github, { iss: 1001, iat: SECONDS - 700, exp: SECONDS - 100 }),
    401,
    /'exp'.*future time/,
  ],
  [
    'lives too long',
    (github) => jwt(github, { iss: 1001, iat: SECONDS - 30, exp: SECONDS + 601 }),
    401,
    /'exp'.*too far/,
  ],
  [
    'was issued in the future',
    (github) => jwt(github, { iss: 1001, iat: SECONDS + 60, exp: SECONDS + 90 }),
    401,
    /'iat'/,
  ],
  [
    'names another App',
    (github) => jwt(github, { iss: 7, iat: SECONDS, exp: SECONDS + 90 }),
    404,
    'Integration not found',
  ],
  [
    'claims no algorithm',
    (github) => jwt(github, { iss: 1001, iat: SECONDS, exp: SECONDS + 90 }, { alg: 'none' }),
    401,
    /decoded/,
  ],
] satisfies [string, (github: LocalGitHub) => string, number, string | RegExp][])(
  "a JWT that %s is refused in GitHub's words",
  async (_name, make, status, words) => {
    const github = await openWorld({ now: () => NOW });
    const answer = await call(github, make(github), 'GET /app');
    expect(answer.status).toBe(status);
    expect(answer.data.message).toMatch(words);
  },
);

test('a JWT signed with another key is refused', async () => {
  const github = await openWorld({ now: () => NOW });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const answer = await call(github, jwt(github, { iss: 1001, iat: SECONDS, exp: SECONDS + 90 }, { key }), 'GET /app');
  expect(answer).toMatchObject({ status: 401, data: { message: 'A JSON web token could not be decoded' } });
});

test('a repository the App is not installed on has no installation', async () => {
  const github = await openWorld();
  await github.addRepository('acme/shop', { folder: '/unused' }, { installed: false });
  await expect(installationOf(github)).rejects.toMatchObject({ status: 404 });
  await expect(installationOf(github, 'acme/none')).rejects.toMatchObject({ status: 404 });
});

test('a token carries what was asked for and no more', async () => {
  const github = await openWorld({ now: () => NOW });
  const { data } = await appOf(github).request('POST /app/installations/{installation_id}/access_tokens', {
    installation_id: await installationOf(github),
    repositories: ['shop'],
    permissions: { contents: 'read' },
  });
  expect(data).toMatchObject({
    expires_at: '2026-03-01T13:00:00Z',
    permissions: { contents: 'read', metadata: 'read' },
    repositories: [{ full_name: 'acme/shop' }],
  });
});

test.each([
  ['workflows', { permissions: { workflows: 'write' } }, /not granted to this installation/],
  ['an admin level', { permissions: { contents: 'admin' } }, /not granted to this installation/],
  ['write where the App has read', { permissions: { metadata: 'write' } }, /not granted to this installation/],
  ['another repository', { repositories: ['none'] }, /does not exist or is not accessible/],
  ['a list that is none', { repositories: 'shop' }, /Invalid request/],
])('a token with %s is not to be had', async (_name, asked, words) => {
  const github = await openWorld();
  const route = `POST /app/installations/${await installationOf(github)}/access_tokens`;
  await expect(appOf(github).request(route, asked)).rejects.toMatchObject({
    status: 422,
    message: expect.stringMatching(words),
  });
});

test('a token ends after one hour, and at once when it is revoked', async () => {
  let now = NOW;
  const github = await openWorld({ now: () => now });
  const [revoked, expired] = [
    await tokenFor(github, { contents: 'read' }),
    await tokenFor(github, { contents: 'read' }),
  ];
  expect((await call(github, revoked, 'DELETE /installation/token')).status).toBe(204);
  expect(await call(github, revoked, 'GET /repos/acme/shop')).toMatchObject({
    status: 401,
    data: { message: 'Bad credentials' },
  });
  now += 59 * 60_000;
  expect((await call(github, expired, 'GET /repos/acme/shop')).status).toBe(200);
  now += 60_000;
  expect(await call(github, expired, 'GET /repos/acme/shop')).toMatchObject({
    status: 401,
    data: { message: 'Bad credentials' },
  });
});
