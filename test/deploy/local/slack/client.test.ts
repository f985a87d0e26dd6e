import { request } from 'node:http';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Reply } from '#deploy/local/slack/client/wire.ts';
import { connectFaults, connectPerson } from '#deploy/local/slack/client.ts';
import type { Seen } from '#deploy/local/slack/person/protocol.ts';
import type { LocalSlack } from '#deploy/local/slack/server.ts';
import { acking, openSocketApp } from './socket-app.ts';
import { clientOf, errorOf, openSlack, personOverNetwork } from './start.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });

test('over the network a person does and sees the same as in-process', async () => {
  const slack = await openSlack();
  await openSocketApp(slack, (envelope, app) =>
    app.ack(envelope, envelope.type === 'slash_commands' ? { text: 'hello' } : undefined),
  );
  const here = slack.person('U0ANA');
  const there = await personOverNetwork(slack, 'U0ANA');
  const outcome = await there.slash('/agent', 'go', { channel: 'general' });
  expect(outcome).toMatchObject({ ok: true, ephemeral: { text: 'hello' } });
  const root = await there.post('general', 'root');
  await there.reply({ channel: 'general', thread: root.ts }, 'reply');
  await there.react(root, 'eyes');
  await clientOf(slack).views.publish({ user_id: 'U0ANA', view: { type: 'home', blocks: [{ type: 'divider' }] } });
  expect(await there.messages('general')).toEqual(await here.messages('general'));
  expect(await there.thread('general', root.ts)).toEqual(await here.thread('general', root.ts));
  expect(await there.ephemerals()).toEqual(await here.ephemerals());
  expect(await there.home()).toEqual(await here.home());
  expect(await there.workspace()).toEqual(await here.workspace());
  expect(await there.messages('general')).toMatchObject([{ reply_count: 1, reactions: [{ name: 'eyes' }] }]);
});

test('a refusal crosses the network with its words', async () => {
  const slack = await openSlack();
  const ana = await personOverNetwork(slack, 'U0ANA');
  await expect(ana.messages('secret')).rejects.toMatchObject({
    name: 'TaskError',
    code: 'not_in_channel',
    whose: 'yours',
    message: 'ana is in no channel "secret".',
  });
  await expect(ana.post('general', '')).rejects.toMatchObject({ code: 'bad_request' });
});

test('everything a person can see is told to them as it happens, and nothing else', async () => {
  const slack = await openSlack({
    channels: [
      { id: 'C0A', name: 'a', members: ['U0ANA', 'U0BEN', 'U0BELLHOP'] },
      { id: 'C0B', name: 'b', members: ['U0BEN', 'U0BELLHOP'] },
    ],
  });
  const app = await openSocketApp(slack, acking);
  const client = clientOf(slack);
  const ana = await personOverNetwork(slack, 'U0ANA');
  const seen: Seen[] = [];
  const last = Promise.withResolvers<void>();
  ana.watch((event) => {
    seen.push(event);
    if (event.type === 'home.published') last.resolve();
  });
  const ben = slack.person('U0BEN');
  await ben.post('b', 'not for ana');
  const message = await ben.post('a', 'for ana');
  await ben.edit(message, 'for ana!');
  await ben.react(message, 'tada');
  await ben.remove(message);
  await client.chat.postEphemeral({ channel: 'C0A', user: 'U0BEN', text: 'not for ana' });
  await client.chat.postEphemeral({ channel: 'C0A', user: 'U0ANA', text: 'for ana alone' });
  await ana.slash('/agent');
  const trigger_id = String(app.envelopes.find(({ type }) => type === 'slash_commands')?.payload.trigger_id);
  const { view } = await client.views.open({ trigger_id, view: { type: 'modal', title: plain('One'), blocks: [] } });
  await client.views.update({ view_id: String(view?.id), view: { type: 'modal', title: plain('Two'), blocks: [] } });
  await ana.close({ id: String(view?.id) });
  await client.views.publish({ user_id: 'U0BEN', view: { type: 'home', blocks: [] } });
  await client.views.publish({ user_id: 'U0ANA', view: { type: 'home', blocks: [] } });
  await last.promise;
  expect(seen.map(({ type }) => type)).toEqual([
    'message.posted',
    'message.changed',
    'reaction.added',
    'message.deleted',
    'ephemeral.posted',
    'modal.opened',
    'modal.updated',
    'modal.closed',
    'home.published',
  ]);
  expect(JSON.stringify(seen)).not.toContain('not for ana');
});

test('faults and connections have their switches on the network', async () => {
  const slack = await openSlack();
  const faults = connectFaults(slack.url);
  await faults.set({ kind: 'fail', method: 'auth.test', error: 'fatal_error' });
  expect(await faults.pending()).toMatchObject([{ kind: 'fail', times: 1 }]);
  expect(await errorOf(clientOf(slack).auth.test())).toBe('fatal_error');
  await faults.set({ kind: 'fail', error: 'fatal_error', times: 9 });
  await faults.clear();
  expect(await errorOf(clientOf(slack).auth.test())).toBe('no error');
  await expect(faults.set({ kind: 'fail_http', status: 200 })).rejects.toMatchObject({ code: 'unknown_fault' });
  const app = await openSocketApp(slack);
  await faults.refreshConnections();
  await expect.poll(() => app.messages.at(-1)?.reason).toBe('refresh_requested');
  await faults.dropConnections();
  await app.closed;
});

test('leaving and the end of Slack both end the visit', async () => {
  const slack = await openSlack();
  const ana = await connectPerson(slack.url, 'U0ANA');
  const ben = await connectPerson(slack.url, 'U0BEN');
  await ana.leave();
  await slack.close();
  await ben.left;
  await expect(ben.messages('general')).rejects.toMatchObject({ code: 'slack_unreachable' });
  await expect(connectPerson(slack.url, 'U0ANA')).rejects.toMatchObject({ code: 'slack_unreachable' });
});

test.each([
  ['a name that was made to point here', { host: 'evil.example' }],
  ['the right name with a wrong port', { host: '127.0.0.1:1' }],
  ['another page', { origin: 'https://evil.example' }],
  ['a page without an origin of its own', { origin: 'null' }],
  ['a picture on another page', { 'sec-fetch-site': 'cross-site' }],
])('a request of %s is turned away, on every path', async (_name, headers) => {
  const slack = await openSlack();
  for (const path of ['/client/people/U0ANA/messages', '/api/auth.test', '/files-pri/F1/a']) {
    expect(await statusOf(slack, path, headers)).toBe(403);
  }
  expect(await upgradeOf(slack, '/client/people/U0ANA/live', headers)).toContain('403');
  expect(await upgradeOf(slack, '/link/?ticket=x', headers)).toContain('403');
});

test('our own page, and localhost by that name, are welcome', async () => {
  const slack = await openSlack();
  const port = new URL(slack.url).port;
  expect(await statusOf(slack, '/api/auth.test', { origin: slack.url })).toBe(200);
  expect(
    await statusOf(slack, '/api/auth.test', { host: `localhost:${port}`, origin: `http://localhost:${port}` }),
  ).toBe(200);
  expect(await upgradeOf(slack, '/client/people/U0ANA/live', { origin: slack.url })).toBe('open');
  expect(await upgradeOf(slack, '/client/people/U404/live', {})).toContain('404');
});

test('nonsense from the network is answered and does no harm', async () => {
  const slack = await openSlack();
  const send = (path: string, body: string) => fetch(`${slack.url}${path}`, { method: 'POST', body });
  const refusalOf = async (path: string, body: string) =>
    ((await (await send(path, body)).json()) as Reply & { ok: false }).refusal.code;
  expect(await refusalOf('/client/people/U0ANA/post', '{"channel"')).toBe('bad_request');
  expect(await refusalOf('/client/people/U0ANA/toString', '{}')).toBe('unknown_verb');
  expect(await refusalOf('/client/people/U404/post', '{}')).toBe('unknown_person');
  expect(await statusOf(slack, '/upload/v1/U1', { 'content-length': String(64 * 1_024 * 1_024 + 1) })).toBe(413);
  expect(await statusOf(slack, '/upload/v1/U1', { 'transfer-encoding': 'chunked' })).toBe(411);
  expect(await upgradeOf(slack, '//', {})).toContain('404');
  expect(await upgradeOf(slack, '/link/', {})).toContain('404');
  expect(await slack.person('U0ANA').messages('general')).toEqual([]);
});

function statusOf(slack: LocalSlack, path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${slack.url}${path}`, { method: 'POST', headers }, (response) => {
      resolve(response.statusCode);
      sent.destroy();
    });
    sent.on('error', reject);
    // Headers are enough to be judged by.
    if ('content-length' in headers || 'transfer-encoding' in headers) sent.flushHeaders();
    else sent.end();
  });
}

function upgradeOf(slack: LocalSlack, path: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${slack.url.replace('http', 'ws')}${path}`, { headers });
    socket.once('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.once('error', (error) => resolve(error.message));
  });
}
