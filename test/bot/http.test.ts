import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { createLinks } from '#bot/artifacts/links.ts';
import { serveArtifacts } from '#bot/artifacts/routes.ts';
import { listen } from '#bot/listen.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { ARTIFACT_BYTES, ROUTES } from '#shared/worker-api.ts';
import { openApi, SECRET } from './dispatch/api.ts';
import { STAGES } from './tasks.ts';

async function openRoutes() {
  const api = await openApi(STAGES.starting);
  const session = await api.claimed();
  const get = async (path: string) => {
    const response = await fetch(new URL(path, api.url));
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  return { ...api, session, get, linkTo: createLinks(api.url, api.rights) };
}

describe('a route', () => {
  test.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a list', '[]'],
    ['a nonce that is none', '{"execution":"e1","nonce":"z"}'],
    ['an endless name', `{"execution":"${'e'.repeat(301)}","nonce":"${'ab'.repeat(16)}"}`],
  ])('refuses %s in words', async (_, body) => {
    const { url, capability } = await openRoutes();
    const headers = { authorization: `Bearer ${capability}` };
    const response = await fetch(`${url}${ROUTES.claim}`, { method: 'POST', headers, body });
    expect([response.status, await response.json()]).toMatchObject([409, { code: 'request_malformed' }]);
  });

  test.each([{ after: -1, folded: 0 }, { after: 0 }, { after: 0.5, folded: 0 }, { after: '0', folded: 0 }])(
    'refuses %j as a hold',
    async (heard) => {
      const { post, session } = await openRoutes();
      expect(await post(ROUTES.hold, heard, session)).toMatchObject({
        status: 409,
        body: { code: 'request_malformed' },
      });
    },
  );

  test('refuses a body that is too large once and for all, whether it says how large it is or not', async () => {
    const { url, post, upload, session, capability } = await openRoutes();
    const tooLarge = { status: 409, body: { code: 'request_too_large' } };
    expect(await post(ROUTES.claim, { execution: 'x'.repeat(65 * 1024) }, capability)).toMatchObject(tooLarge);
    expect(await upload('big.log', new Uint8Array(ARTIFACT_BYTES + 1), session)).toMatchObject(tooLarge);
    const body = new Blob([new Uint8Array(65 * 1024)]).stream();
    const headers = { authorization: `Bearer ${capability}` };
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    expect((await fetch(`${url}${ROUTES.claim}`, init)).status).toBe(409);
  });

  test.each([
    ['without a session', undefined],
    ['with a forged one', 'W10.00'],
  ])('refuses whoever comes %s', async (_, session) => {
    const { post, upload } = await openRoutes();
    const refusals = [
      post(ROUTES.hold, { after: 0, folded: 0 }, session),
      post(ROUTES.context, {}, session),
      post(ROUTES.token, {}, session),
      post(ROUTES.push, { head: 'a'.repeat(40) }, session),
      upload('a.log', 'a', session),
    ];
    for (const refusal of refusals)
      expect(await refusal).toMatchObject({ status: 401, body: { code: 'session_invalid' } });
  });

  test('that there is not is not found, and the bot says that it is there', async () => {
    const { get } = await openRoutes();
    expect([(await get('/')).status, (await get('/healthz')).text]).toEqual([404, 'ok']);
  });
});

describe('an artifact', () => {
  test('is stored without our secrets, and as it is when it is no text', async () => {
    const { upload, session, artifacts, task } = await openRoutes();
    const picture = Uint8Array.from([0x89, 0x50, 0xff, 0xfe, ...Buffer.from(SECRET)]);
    expect((await upload('attempt.log', `it said ${SECRET} and ghp_${'a'.repeat(36)}.`, session)).status).toBe(204);
    expect((await upload('shot.png', picture, session)).status).toBe(204);
    const stored = async (file: string) => Buffer.from((await artifacts.view(`${task.id}/1/${file}`)) as Uint8Array);
    expect((await stored('attempt.log')).toString()).toBe('it said [secret hidden] and [secret hidden].');
    expect(await stored('shot.png')).toEqual(Buffer.from(picture));
  });

  test.each(['..', '%2e%2e%2fother', '../../t/1/x', 'a%2Fb', 'a b', `${'a'.repeat(101)}`, 'ä', 'a%00', ''])(
    'may not be called %j',
    async (file) => {
      const { upload, session } = await openRoutes();
      expect(await upload(file, 'a', session)).toMatchObject({ status: 409, body: { code: 'artifact_name_invalid' } });
    },
  );

  test('has a place in a running attempt only', async () => {
    const { upload, session, store, task, artifacts } = await openRoutes();
    const stored = await store.read(task.id);
    const over = { ...STAGES.green, id: task.id };
    if (stored) await store.commit({ from: stored, task: over, entries: [], hold: [] });
    expect(await upload('a.log', 'a', session)).toMatchObject({ status: 409, body: { code: 'attempt_over' } });
    expect(await artifacts.has(`${task.id}/1/a.log`)).toBe(false);
  });

  test('is saved, not shown, and only for who has the whole link', async () => {
    const { upload, session, task, get, linkTo } = await openRoutes();
    await upload('a.html', '<script>alert(1)</script>', session);
    const { status, text, headers } = await get(linkTo(`${task.id}/1/a.html`));
    expect([status, text]).toEqual([200, '<script>alert(1)</script>']);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="a.html"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });

  test('a link outlives the addresses of a store that serves its files itself: each click gets a new one', async () => {
    const { rights } = await openRoutes();
    let made = 0;
    const http = new Hono();
    const artifacts = { view: async (name: string) => new URL(`https://files.test/${name}?signed=${++made}`) };
    serveArtifacts(http, { rights, artifacts, redact: (text) => text, now: Date.now });
    const name = `${taskIdOf('a')}/1/a.html`;
    const link = createLinks('http://bot.test/', rights)(name);
    for (const time of [1, 2]) {
      const { status, headers } = await http.request(link);
      expect([status, headers.get('location')]).toEqual([302, `https://files.test/${name}?signed=${time}`]);
      expect(headers.get('cache-control')).toBe('private, no-store');
    }
    expect((await http.request(`${link}0`)).status).toBe(404);
    expect((await http.request(link, { method: 'PUT', body: 'x' })).status).toBe(404);
    expect(made).toBe(2);
  });

  test.each([
    ['without a key', () => ''],
    ['with an empty one', () => '?key='],
    ['with the key of another file', (key: (file: string) => string) => `?key=${key('b.html')}`],
    ['with half a key', (key: (file: string) => string) => `?key=${key('a.html').slice(0, 16)}`],
  ])('is not there for who comes %s', async (_, query) => {
    const { upload, session, rights, task, get } = await openRoutes();
    await upload('a.html', 'a', session);
    const key = (file: string) => rights.linkKey(`${task.id}/1/${file}`);
    expect((await get(`/artifacts/${task.id}/1/a.html${query(key)}`)).status).toBe(404);
  });

  test('that was never stored is not there, with the right key', async () => {
    const { task, get, linkTo } = await openRoutes();
    expect((await get(linkTo(`${task.id}/1/none`))).status).toBe(404);
  });
});

test('a port that is taken is told in words', async () => {
  const { url } = await openRoutes();
  const port = Number(new URL(url).port);
  await expect(listen(new Hono(), { host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'port_in_use',
    message: `Port ${port} on 127.0.0.1 is in use by another program.`,
    remedy: expect.stringContaining('PORT'),
  });
});
