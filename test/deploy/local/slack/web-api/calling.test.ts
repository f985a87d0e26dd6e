import { expect, test } from 'vitest';
import { clientOf, errorOf, openSlack } from '../start.ts';

test('auth.test and bots.info say who the bot is', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const me = await client.auth.test();
  expect(me).toMatchObject({ ok: true, team_id: slack.team, user_id: slack.botUser });
  const { bot } = await client.bots.info({ bot: String(me.bot_id) });
  expect(bot).toMatchObject({ user_id: slack.botUser, deleted: false });
  expect(await errorOf(client.bots.info({ bot: 'B404' }))).toBe('bot_not_found');
});

test('a call needs a token, a known one, and the right kind', async () => {
  const slack = await openSlack();
  const bare = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
  expect(await bare.json()).toEqual({ ok: false, error: 'not_authed' });
  expect(await errorOf(clientOf(slack, { token: 'xoxb-other' }).auth.test())).toBe('invalid_auth');
  expect(await errorOf(clientOf(slack).apps.connections.open({}))).toBe('not_allowed_token_type');
  const app = clientOf(slack, { token: slack.appToken });
  expect(await errorOf(app.chat.postMessage({ channel: 'C0GENERAL', text: 'x' }))).toBe('not_allowed_token_type');
});

test('a token among the arguments works too', async () => {
  const slack = await openSlack();
  const body = new URLSearchParams({ token: slack.botToken, user: 'U0ANA' });
  const answer = await fetch(`${slack.apiUrl}users.info`, { method: 'POST', body });
  expect(await answer.json()).toMatchObject({ ok: true, user: { name: 'ana', is_admin: false } });
});

test('arguments may come as JSON, and broken JSON is said to be broken', async () => {
  const slack = await openSlack();
  const post = (body: string) =>
    fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json; charset=utf-8' },
      body,
    }).then((response) => response.json());
  expect(await post('{"channel":"C0GENERAL","blocks":[{"type":"divider"}]}')).toMatchObject({ ok: true });
  expect(await post('{"channel"')).toEqual({ ok: false, error: 'invalid_json' });
});

test('a missing argument is named the way Slack names it', async () => {
  const slack = await openSlack();
  const call = clientOf(slack).apiCall('chat.update', { channel: 'C0GENERAL', text: 'x' });
  await expect(call).rejects.toMatchObject({
    data: {
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: ts [json-pointer:/]'] },
    },
  });
});

test('an unknown method is unknown', async () => {
  const slack = await openSlack();
  expect(await errorOf(clientOf(slack).apiCall('chat.shout'))).toBe('unknown_method');
  expect(await errorOf(clientOf(slack).apiCall('toString'))).toBe('unknown_method');
});

test('what the app called is on record, with arguments and answers', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  await client.chat.postMessage({ channel: 'C0GENERAL', text: 'one', blocks: [{ type: 'divider' }] });
  await errorOf(client.users.info({ user: 'U404' }));
  expect(slack.calls).toMatchObject([
    { method: 'chat.postMessage', args: { channel: 'C0GENERAL', text: 'one' }, answer: { ok: true }, status: 200 },
    { method: 'users.info', args: { user: 'U404' }, answer: { ok: false, error: 'user_not_found' } },
  ]);
  expect(JSON.stringify(slack.calls)).not.toContain(slack.botToken);
});
