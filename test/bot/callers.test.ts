import { describe, expect, onTestFinished, test } from 'vitest';
import type { Task } from '#shared/task/task.ts';
import { ROUTES } from '#shared/worker-api.ts';
import { NONCE, openApi } from './dispatch/api.ts';
import { factsOf, recordOf } from './ground.ts';
import { after, FAILURE, STAGES } from './tasks.ts';
import { askUnfinished } from './unfinished.ts';

const started = after(STAGES.starting, { type: 'execution.started', execution: 'e1' });
const QUARTER_HOUR_MS = 15 * 60_000;

type Api = Awaited<ReturnType<typeof openApi>>;
type Forge = (api: Api) => string | undefined;

/** Routes that want a session whose attempt is under way. */
const ACTING: readonly [string, string][] = [
  ['POST', ROUTES.context],
  ['POST', ROUTES.token],
  ['POST', ROUTES.push],
  ['POST', ROUTES.place],
];

const sessionOf = ({ rights }: Api, { id }: Pick<Task, 'id'>, attempt: number) =>
  rights.session({ task: id, attempt, execution: 'e1', nonce: NONCE });

const NO_CAPABILITY: readonly [string, Forge][] = [
  ['nothing', () => undefined],
  ['an empty one', () => 'Bearer '],
  ['one in another scheme', ({ capability }) => `Basic ${capability}`],
  ['one with more behind it', ({ capability }) => `Bearer ${capability}.00`],
  ['one with the wrong MAC', ({ capability }) => `Bearer ${capability.replace(/.{8}$/, '00000000')}`],
  ['one that is out of date', ({ rights, task, now }) => `Bearer ${rights.capability(task.id, 1, now() - 1)}`],
  ['a session secret', (api) => `Bearer ${sessionOf(api, api.task, 1)}`],
  ['the key of its events', ({ rights, task }) => `Bearer ${rights.eventKey(task.id, 1)}`],
];

describe('a claim is refused before its body is read to who comes with', () => {
  test.each(NO_CAPABILITY)('%s', async (_, forge) => {
    const api = await openApi(started);
    const { status, body } = await askUnfinished(api.url + ROUTES.claim, 'POST', forge(api));
    expect([status, JSON.parse(body)]).toMatchObject([401, { code: 'capability_invalid' }]);
    expect(await recordOf(api.store, api.task)).toEqual(started);
  });
});

test('a claim is refused to the capability of another attempt, and of a task there is not', async () => {
  const { claim, rights, task, now, store } = await openApi(started);
  const until = now() + QUARTER_HOUR_MS;
  const next = rights.capability(task.id, 2, until);
  const nobodys = rights.capability('t00000000000' as Task['id'], 1, until);
  for (const right of [next, nobodys])
    expect(await claim({}, right)).toMatchObject({ status: 409, body: { code: 'attempt_over' } });
  expect(await factsOf(store, task)).toEqual([]);
});

const NO_SESSION: readonly [string, Forge][] = [
  ['nothing', () => undefined],
  ['one in another scheme', (api) => `Basic ${sessionOf(api, api.task, 1)}`],
  ['one in two parts', (api) => `Bearer ${sessionOf(api, api.task, 1)} more`],
  ['one with the wrong MAC', (api) => `Bearer ${sessionOf(api, api.task, 1).replace(/.{8}$/, '00000000')}`],
  ['the capability', ({ capability }) => `Bearer ${capability}`],
];

describe('a worker’s call is refused before its body is read to who comes with', () => {
  test.each(NO_SESSION)('%s', async (_, forge) => {
    const api = await openApi(STAGES.implement);
    for (const [method, route] of [['POST', ROUTES.hold] as const, ...ACTING]) {
      const { status, body } = await askUnfinished(api.url + route, method, forge(api));
      expect([route, status, JSON.parse(body)]).toMatchObject([route, 401, { code: 'session_invalid' }]);
    }
  });

  test.each<[string, Task, number]>([
    ['a session of an attempt that has ended', STAGES.failed, 1],
    ['a session of an attempt that was followed by another', STAGES.retried, 1],
    ['a session of an attempt that is still to come', STAGES.implement, 2],
  ])('%s', async (_, task, attempt) => {
    const api = await openApi(task);
    const authorization = `Bearer ${sessionOf(api, task, attempt)}`;
    for (const [method, route] of ACTING) {
      const { status, body } = await askUnfinished(api.url + route, method, authorization);
      expect([route, status, JSON.parse(body)]).toMatchObject([route, 409, { code: 'attempt_over' }]);
    }
    expect(await recordOf(api.store, task)).toEqual(task);
  });
});

test('what a worker sends without saying how much it is, is read no further than its bound', async () => {
  const api = await openApi(STAGES.implement);
  const authorization = `Bearer ${sessionOf(api, api.task, 1)}`;
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(16 * 1024)) });
  onTestFinished(() => void endless.cancel().catch(() => {}));
  const init = { method: 'POST', headers: { authorization }, body: endless, duplex: 'half' } as RequestInit;
  const response = await fetch(api.url + ROUTES.push, init);
  expect([response.status, await response.json()]).toMatchObject([409, { code: 'request_too_large' }]);
});

test('who was refused is told of in the log, without what it came with', async () => {
  const api = await openApi(after(STAGES.implement, { type: 'attempt.failed', failure: FAILURE }));
  const session = sessionOf(api, api.task, 1);
  await api.post(ROUTES.token, {}, session);
  await api.post(ROUTES.token, {}, `${session}0`);
  expect(api.said.map(({ event, fields }) => [event, fields.path, fields.code])).toEqual([
    ['http.refused', ROUTES.token, 'attempt_over'],
    ['http.refused', ROUTES.token, 'session_invalid'],
  ]);
  expect(JSON.stringify(api.said)).not.toContain(session);
});

test.each(['', '?place=', '?place=forged'])(
  'a file is refused before it is read to who has no place for it: %j',
  async (query) => {
    const api = await openApi(started);
    const { status } = await askUnfinished(`${api.url}/artifacts/${api.task.id}/1/a.log${query}`, 'PUT', undefined);
    expect(status).toBe(403);
  },
);
