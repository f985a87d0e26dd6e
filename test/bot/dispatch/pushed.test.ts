import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DISPATCH_ROUTE } from '#bot/dispatch/pushed.ts';
import { oidcVerifier } from '#shared/adapters/google/oidc.ts';
import { TaskError } from '#shared/task/failure.ts';
import { type Identity, payloadOf, startIdentity } from '../../google/servers/identity.ts';
import { encodeJwt } from '../../google/servers/jwt.ts';
import { onLoopback } from '../../google/servers/on-loopback.ts';
import { STAGES } from '../tasks.ts';
import { askUnfinished } from '../unfinished.ts';
import { openApi } from './api.ts';

const AUDIENCE = 'https://bot.example.com';
const ACCOUNT = 'queue@demo.iam.gserviceaccount.com';
const RIGHT = { email: ACCOUNT, audience: AUDIENCE };
const HOUR_MS = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS);

/** The dispatch route of a bot, and who signs for its queue. */
async function openRoute(handle: () => Promise<void> = async () => {}, certsUrl?: string) {
  const identity = await startIdentity();
  onTestFinished(identity.close);
  const delivered: unknown[] = [];
  const verify = oidcVerifier({ audience: AUDIENCE, serviceAccount: ACCOUNT, certsUrl: certsUrl ?? identity.certsUrl });
  const deliver = async (work: unknown) => {
    delivered.push(work);
    await handle();
  };
  const { url, said, task } = await openApi(STAGES.starting, { pushed: { verify, deliver } });
  const work = { task: task.id, attempt: 1 };
  const bring = async (body: string, authorization = `Bearer ${identity.mint(RIGHT)}`) => {
    const response = await fetch(url + DISPATCH_ROUTE, { method: 'POST', headers: { authorization }, body });
    return { status: response.status, body: await response.text() };
  };
  return { url: url + DISPATCH_ROUTE, identity, said, work, delivered, bring };
}

describe('work that a queue brings', () => {
  test('is taken from the queue’s own account', async () => {
    const { bring, work, delivered } = await openRoute();
    expect(await bring(JSON.stringify(work))).toEqual({ status: 204, body: '' });
    expect(delivered).toEqual([work]);
  });

  test.each([
    ['passes by itself', new TaskError('busy', 'Busy.', { whose: 'transient', remedy: 'Wait.' }), 503],
    ['does not', new TaskError('broken', 'Broken.', { whose: 'service', remedy: 'Mend it.' }), 409],
    ['nobody expected', new Error('a bug'), 500],
  ])('is asked for again after trouble that %s', async (_, trouble, status) => {
    const { bring, work, said } = await openRoute(() => Promise.reject(trouble));
    expect((await bring(JSON.stringify(work))).status).toBe(status);
    expect(said).toHaveLength(1);
  });

  test.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a list', '[]'],
    ['no task', '{"attempt":1}'],
    ['a task that is none', '{"task":"../../etc","attempt":1}'],
    ['an attempt that is none', '{"task":"t0123456789a","attempt":0}'],
    ['more than anybody enqueues', JSON.stringify('x'.repeat(70_000))],
  ])('and is %s is let go, since it would come for ever, and told of', async (_, body) => {
    const { bring, delivered, said } = await openRoute();
    expect((await bring(body)).status).toBe(204);
    expect(delivered).toEqual([]);
    expect(said.map(({ event }) => event)).toEqual(['dispatch.malformed']);
  });

  test('has no route where no queue brings any', async () => {
    const { url } = await openApi(STAGES.starting);
    expect((await fetch(url + DISPATCH_ROUTE, { method: 'POST' })).status).toBe(404);
  });
});

type Forge = (identity: Identity) => string | undefined;
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const byStranger = (text: string) => sign('RSA-SHA256', Buffer.from(text), stranger);
const bearer =
  (claims: Partial<Parameters<Identity['mint']>[0]>): Forge =>
  (identity) =>
    `Bearer ${identity.mint({ ...RIGHT, ...claims })}`;

const FORGERIES: readonly [string, Forge, RegExp][] = [
  ['there is no token', () => undefined, /no bearer token/],
  ['the token is empty', () => 'Bearer ', /no bearer token/],
  ['the token comes in another scheme', (identity) => `Basic ${identity.mint(RIGHT)}`, /no bearer token/],
  ['the token has two parts', () => 'Bearer abc.def', /no bearer token/],
  ['the token is endless', () => `Bearer ${'a'.repeat(5_000)}.a.a`, /no bearer token/],
  ['the token is no JSON', () => 'Bearer abc.def.ghi', /envelope/],
  ['it is for another audience', bearer({ audience: 'https://other.example.com' }), /audience/],
  ['it is of another account', bearer({ email: 'other@demo.iam.gserviceaccount.com' }), /another account/],
  ['it is of an account like ours', bearer({ email: ACCOUNT.toUpperCase() }), /another account/],
  ['its email is not verified', bearer({ emailVerified: false }), /another account/],
  ['it is of another issuer', bearer({ issuer: 'https://accounts.example.com' }), /issuer/],
  ['it has expired', bearer({ issuedAt: inHours(-3) }), /too late/],
  ['it is not valid yet', bearer({ issuedAt: inHours(1) }), /too early/],
  ['it is good for ever', bearer({ expiresAt: inHours(24 * 365) }), /too far in future/],
  [
    'it says that nobody signed it',
    ({ keyId }) => `Bearer ${encodeJwt({ alg: 'none', kid: keyId }, payloadOf(RIGHT), () => Buffer.alloc(0))}`,
    /no bearer token/,
  ],
  [
    'it says that nobody signed it, and has a signature',
    ({ keyId }) => `Bearer ${encodeJwt({ alg: 'none', kid: keyId }, payloadOf(RIGHT), byStranger)}`,
    /signature/,
  ],
  [
    'another key signed it',
    ({ keyId }) => `Bearer ${encodeJwt({ alg: 'RS256', kid: keyId }, payloadOf(RIGHT), byStranger)}`,
    /signature/,
  ],
  [
    'a key that nobody knows signed it',
    () => `Bearer ${encodeJwt({ alg: 'RS256', kid: 'another' }, payloadOf(RIGHT), byStranger)}`,
    /No pem/,
  ],
  [
    'it names a key that every object has',
    () => `Bearer ${encodeJwt({ alg: 'RS256', kid: '__proto__' }, payloadOf(RIGHT), byStranger)}`,
    /No pem/,
  ],
  [
    'the public key was taken for a secret one',
    ({ keyId, publicKey }) =>
      `Bearer ${encodeJwt({ alg: 'HS256', kid: keyId }, payloadOf(RIGHT), (text) =>
        createHmac('sha256', publicKey).update(text).digest(),
      )}`,
    /signature/,
  ],
  [
    'what it says was changed',
    (identity) => {
      const [header, , signature] = identity.mint({ ...RIGHT, email: 'other@example.com' }).split('.');
      const [, claims] = identity.mint(RIGHT).split('.');
      return `Bearer ${header}.${claims}.${signature}`;
    },
    /signature/,
  ],
];

describe('whoever is not the queue is refused before the body is read, and told nothing, when', () => {
  test.each(FORGERIES)('%s', async (_, forge, why) => {
    const { url, identity, delivered, said } = await openRoute();
    const { status, body } = await askUnfinished(url, 'POST', forge(identity));
    expect([status, JSON.parse(body)]).toEqual([
      401,
      {
        code: 'caller_unverified',
        words: 'This caller may not call here.',
        remedy: 'Call as the service account that is configured, with a token for the audience that is configured.',
      },
    ]);
    expect(delivered).toEqual([]);
    expect(said).toMatchObject([{ event: 'http.refused', fields: { cause: expect.stringMatching(why) } }]);
  });

  test('it is refused; and what it came with is not in the log', async () => {
    const { url, identity, said } = await openRoute();
    const token = encodeJwt({ alg: 'RS256', kid: identity.keyId }, payloadOf(RIGHT), byStranger);
    await askUnfinished(url, 'POST', `Bearer ${token}`);
    for (const part of token.split('.')) expect(JSON.stringify(said)).not.toContain(part);
  });
});

describe('the issuer’s keys', () => {
  test('are asked for once, however many come', async () => {
    const { bring, work, identity } = await openRoute();
    for (const _ of [1, 2, 3]) expect((await bring(JSON.stringify(work))).status).toBe(204);
    expect(identity.timesAsked()).toBe(1);
  });

  test('cannot be had: nobody is let in, and whoever came should come again', async () => {
    const { port, close } = await onLoopback(createServer((_, response) => response.writeHead(404).end()));
    onTestFinished(close);
    const { bring, work, delivered } = await openRoute(undefined, `http://127.0.0.1:${port}/certs`);
    const { status, body } = await bring(JSON.stringify(work));
    expect([status, JSON.parse(body)]).toMatchObject([503, { code: 'caller_unknown' }]);
    expect(delivered).toEqual([]);
  });
});
