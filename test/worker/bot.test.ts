import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { ARTIFACT_BYTES } from '#shared/worker-api.ts';
import { claim, connectBot } from '#worker/bot.ts';
import { listen } from './stage/server.ts';

type Handle = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A server that answers one call after the other as told, and remembers what was sent. */
async function serve(...handles: Handle[]) {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    bodies.push(`${request.method} ${request.url} ${body}`);
    handles.shift()?.(request, response, body);
  });
  const { url, close } = await listen(server);
  onTestFinished(close);
  return { url, bodies };
}

const json =
  (status: number, value: unknown): Handle =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
const token = json(200, { token: 'the-token', expiresAt: 'later' });
const signal = new AbortController().signal;
const connect = (url: string) => connectBot(url, 'session-secret', (text) => text.replaceAll('password', '****'));

test.each<[string, Handle]>([
  ['is restarted in the middle of an answer', (_, response) => response.destroy()],
  ['has an accident', json(500, {})],
  ['is behind a proxy that cannot reach it', json(503, 'Bad gateway')],
  ['has too much to do', json(429, {})],
])('a bot that %s is asked again', async (_, broken) => {
  const { url, bodies } = await serve(broken, broken, token);
  expect(await connect(url).token(signal)).toBe('the-token');
  expect(bodies).toHaveLength(3);
});

test('a refusal is final, in the bot’s words', async () => {
  const refused = json(409, { code: 'attempt_over', words: 'This attempt is over.', remedy: 'Retry.' });
  const { url, bodies } = await serve(refused, token);
  await expect(connect(url).token(signal)).rejects.toMatchObject({
    code: 'attempt_over',
    message: 'This attempt is over.',
    remedy: 'Retry.',
  });
  expect(bodies).toHaveLength(1);
});

test('a refusal without words still says what was refused', async () => {
  const { url } = await serve((_, response) => void response.writeHead(404).end('<html>'));
  await expect(connect(url).token(signal)).rejects.toMatchObject({
    code: 'bot_refused',
    message: /\/worker\/token.*404/,
  });
});

test('an answer of another version is said to be one', async () => {
  const { url } = await serve(json(200, { secret: 'x' }));
  await expect(connect(url).token(signal)).rejects.toMatchObject({ code: 'bot_misunderstood', whose: 'service' });
});

test('a claim whose answer was lost is asked again with the same nonce', async () => {
  const { url, bodies } = await serve(
    (_, response) => response.destroy(),
    json(403, { code: 'no', words: 'No.', remedy: '' }),
  );
  const request = { execution: 'e', nonce: 'a'.repeat(32) };
  await expect(claim(url, { capability: 'c', ...request }, signal)).rejects.toMatchObject({ code: 'no' });
  expect(bodies).toEqual(Array(2).fill(`POST /worker/claim ${JSON.stringify(request)}`));
});

/** The bot gives `/places/1` for the first file that is asked about, `/places/2` for the second. */
function placeGiver(): Handle {
  let given = 0;
  return ({ headers }, response) => {
    given += 1;
    const url = `http://${headers.host}/places/${given}`;
    response.end(JSON.stringify({ url, headers: { 'x-goog-if-generation-match': '0' } }));
  };
}
const ok: Handle = (_, response) => void response.end();
const lost: Handle = (_, response) => void response.destroy();
const store = (status: number): Handle => json(status, '<Error/>');

test('a file goes out without secrets to the place that the bot gave, with no other right than that place', async () => {
  const seen: object[] = [];
  const stores: Handle = ({ headers }, response) => {
    seen.push(headers);
    response.end();
  };
  const { url, bodies } = await serve(placeGiver(), stores);
  await connect(url).upload('a b/../c.log', 'the password is password', signal);
  expect(bodies).toEqual(['POST /worker/place {"file":"a b/../c.log"}', 'PUT /places/1 the **** is ****']);
  expect(seen).toMatchObject([{ 'x-goog-if-generation-match': '0', 'content-length': '16' }]);
  expect(seen[0]).not.toHaveProperty('authorization');
});

test.each<[string, Handle]>([
  ['whose answer was lost', lost],
  ['whose place was used up by one whose answer was lost', store(412)],
  ['that the store had no time for', store(503)],
  ['that came too often', store(429)],
])('a file %s is sent again, to a new place', async (_, broken) => {
  const places = placeGiver();
  const { url, bodies } = await serve(places, broken, places, broken, places, ok);
  await connect(url).upload('a.log', 'text', signal);
  expect(bodies.filter((body) => body.startsWith('PUT'))).toEqual([1, 2, 3].map((n) => `PUT /places/${n} text`));
});

test('a store that refuses a file is told of in words that hold no right', async () => {
  const { url, bodies } = await serve(placeGiver(), store(403));
  const refused = { code: 'bot_refused', message: 'The PUT of a.log was refused with status 403.' };
  await expect(connect(url).upload('a.log', 'text', signal)).rejects.toMatchObject(refused);
  expect(bodies).toHaveLength(2);
});

test('of a file that is too long the beginning is stored, up to a whole character', async () => {
  const { url, bodies } = await serve(placeGiver(), ok);
  await connect(url).upload('a.log', `a${'ü'.repeat(ARTIFACT_BYTES)}`, signal);
  expect(bodies[1]).toBe(`PUT /places/1 a${'ü'.repeat(ARTIFACT_BYTES / 2 - 1)}`);
});

test('whoever waits for a bot that is away can be called off', async () => {
  const stop = new AbortController();
  const waiting = connect('http://127.0.0.1:1').token(stop.signal);
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});
