import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { acking, openSocketApp } from '../socket-app.ts';
import { clientOf, openHastySlack, openSlack } from '../start.ts';

test('a ticket opens one connection', async () => {
  const slack = await openSlack();
  const { url = '' } = await clientOf(slack, { token: slack.appToken }).apps.connections.open({});
  const first = new WebSocket(url);
  await expect(opened(first)).resolves.toBe('open');
  await expect(opened(new WebSocket(url))).resolves.toContain('404');
  first.terminate();
});

test('hello says how many connections there are', async () => {
  const slack = await openSlack();
  const [one, two] = [await openSocketApp(slack), await openSocketApp(slack)];
  expect(one.messages).toMatchObject([{ type: 'hello', num_connections: 1 }]);
  expect(two.messages).toMatchObject([{ type: 'hello', num_connections: 2 }]);
  expect(slack.connections()).toBe(2);
});

test('an eleventh connection is turned away', async () => {
  const slack = await openSlack();
  for (let count = 0; count < 10; count += 1) await openSocketApp(slack);
  const { url = '' } = await clientOf(slack, { token: slack.appToken }).apps.connections.open({});
  const eleventh = new WebSocket(url);
  const message = await new Promise<string>((resolve) => eleventh.once('message', (data) => resolve(String(data))));
  expect(JSON.parse(message)).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  expect(slack.connections()).toBe(10);
  eleventh.terminate();
});

test('each payload goes to one of several connections, and all get some', async () => {
  const slack = await openSlack();
  const apps = [await openSocketApp(slack, acking), await openSocketApp(slack, acking)];
  const ana = slack.person('U0ANA');
  for (let count = 0; count < 6; count += 1) await ana.slash('/agent');
  expect(apps.map(({ envelopes }) => envelopes.length)).toEqual([3, 3]);
});

test('envelopes say whether an answer may come in the ack', async () => {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  const ana = slack.person('U0ANA');
  await ana.slash('/agent');
  await ana.shortcut('new_task');
  await ana.post('general', 'hi');
  const envelopes = await app.atLeast(3);
  expect(envelopes.map(({ type, accepts_response_payload }) => [type, accepts_response_payload])).toEqual([
    ['slash_commands', true],
    ['interactive', false],
    ['events_api', false],
  ]);
});

test('a command nobody acknowledges in time fails before the person', async () => {
  const slack = await openHastySlack();
  await openSocketApp(slack);
  const ana = slack.person('U0ANA');
  const text = '/agent failed with the error "operation_timeout"';
  expect(await ana.slash('/agent')).toEqual({ ok: false, error: 'operation_timeout', text });
  expect(await ana.ephemerals()).toMatchObject([{ user: 'USLACKBOT', text }]);
});

test('a command whose connection breaks before the ack fails at once', async () => {
  const slack = await openSlack();
  await openSocketApp(slack, () => slack.dropConnections());
  expect(await slack.person('U0ANA').slash('/agent')).toMatchObject({ ok: false, error: 'dispatch_failed' });
});

test('an ack on another connection does not count', async () => {
  const slack = await openHastySlack();
  const other = await openSocketApp(slack, (envelope) => one.ack(envelope));
  const one = await openSocketApp(slack, (envelope) => other.ack(envelope));
  expect(await slack.person('U0ANA').slash('/agent')).toMatchObject({ ok: false, error: 'operation_timeout' });
});

test.each([
  ['text that is no text', { text: 5 }],
  ['blocks Slack refuses', { blocks: [{ type: 'bogus' }] }],
])('a command answered with %s fails before the person', async (_name, payload) => {
  const slack = await openSlack();
  await openSocketApp(slack, (envelope, app) => app.ack(envelope, payload));
  expect(await slack.person('U0ANA').slash('/agent')).toMatchObject({ ok: false, error: 'invalid_command_response' });
});

test('an event that is not acknowledged comes again, three times, saying why', async () => {
  const slack = await openHastySlack();
  const app = await openSocketApp(slack);
  await slack.person('U0ANA').post('general', 'hello?');
  const envelopes = await app.atLeast(4);
  expect(envelopes.map(({ retry_attempt, retry_reason }) => [retry_attempt, retry_reason])).toEqual([
    [0, ''],
    [1, 'timeout'],
    [2, 'timeout'],
    [3, 'timeout'],
  ]);
  expect(new Set(envelopes.map(({ payload }) => payload.event_id)).size).toBe(1);
  expect(new Set(envelopes.map(({ envelope_id }) => envelope_id)).size).toBe(4);
});

test('events wait, in order, until somebody listens', async () => {
  const slack = await openSlack();
  const ana = slack.person('U0ANA');
  for (const text of ['1', '2', '3']) await ana.post('general', text);
  const app = await openSocketApp(slack, acking);
  const envelopes = await app.atLeast(3);
  expect(envelopes.map(({ payload }) => payload.event.text)).toEqual(['1', '2', '3']);
});

test('asked to refresh, a connection gets nothing new but may finish its acks', async () => {
  const slack = await openSlack();
  const old = await openSocketApp(slack);
  const outcome = slack.person('U0ANA').slash('/agent');
  const [envelope] = await old.atLeast(1);
  slack.refreshConnections();
  const fresh = await openSocketApp(slack, acking);
  await slack.person('U0ANA').post('general', 'new');
  await fresh.atLeast(1);
  if (envelope !== undefined) old.ack(envelope, { text: 'late but fine' });
  expect(await outcome).toMatchObject({ ok: true, ephemeral: { text: 'late but fine' } });
  expect(old.messages).toMatchObject([{ type: 'hello' }, { type: 'disconnect', reason: 'refresh_requested' }]);
  expect(old.envelopes).toHaveLength(1);
});

function opened(socket: WebSocket): Promise<string> {
  return new Promise((resolve) => {
    socket.once('open', () => resolve('open'));
    socket.once('error', (error) => resolve(error.message));
  });
}
