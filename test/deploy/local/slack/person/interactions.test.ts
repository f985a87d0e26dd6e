import { expect, test } from 'vitest';
import { acking, openSocketApp } from '../socket-app.ts';
import { clientOf, openHastySlack, openSlack } from '../start.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = (action_id: string, more: object = {}) => ({
  type: 'button' as const,
  text: plain('Go'),
  action_id,
  ...more,
});
const actions = (...elements: ReturnType<typeof button>[]) => [{ type: 'actions' as const, elements }];

test('a button that asks for confirmation is refused until it is confirmed', async () => {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  const blocks = actions(button('cancel', { confirm: { text: plain('Sure?') } }));
  const { ts = '' } = await clientOf(slack).chat.postMessage({ channel: 'C0GENERAL', text: 'card', blocks });
  const ana = slack.person('U0ANA');
  const card = { channel: 'general', ts };
  await expect(ana.clicks(card, 'cancel')).rejects.toMatchObject({ code: 'confirm_needed' });
  expect(await ana.clicks(card, 'cancel', { confirm: true })).toEqual({ ok: true });
  expect(app.envelopes.filter(({ type }) => type === 'interactive')).toHaveLength(1);
});

test('what is not there cannot be clicked, and the refusal says what is', async () => {
  const slack = await openSlack();
  const { ts = '' } = await clientOf(slack).chat.postMessage({
    channel: 'C0GENERAL',
    text: 'card',
    blocks: actions(button('retry')),
  });
  await expect(slack.person('U0ANA').clicks({ channel: 'general', ts }, 'cancel')).rejects.toMatchObject({
    code: 'no_such_action',
    whose: 'yours',
    remedy: 'What is there: retry.',
  });
});

test('a click the app does not acknowledge shows trouble', async () => {
  const slack = await openHastySlack();
  const { ts = '' } = await clientOf(slack).chat.postMessage({
    channel: 'C0GENERAL',
    text: 'card',
    blocks: actions(button('go')),
  });
  const ana = slack.person('U0ANA');
  const text = 'We had some trouble connecting. Try again?';
  expect(await ana.clicks({ channel: 'general', ts }, 'go')).toEqual({ ok: false, error: 'dispatch_failed', text });
  await openSocketApp(slack);
  expect(await ana.clicks({ channel: 'general', ts }, 'go')).toEqual({ ok: false, error: 'operation_timeout', text });
});

test('a block action carries its place, its message and a fresh trigger', async () => {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  const client = clientOf(slack);
  const { ts: root = '' } = await client.chat.postMessage({ channel: 'C0GENERAL', text: 'root' });
  const blocks = actions(button('go', { value: '7', style: 'danger' }));
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0GENERAL', thread_ts: root, text: 'card', blocks });
  await slack.person('U0ANA').clicks({ channel: 'general', ts }, 'go');
  const { payload } = app.envelopes.find(({ type }) => type === 'interactive') ?? {};
  expect(payload).toMatchObject({
    type: 'block_actions',
    user: { id: 'U0ANA', username: 'ana', team_id: slack.team },
    team: { id: slack.team },
    channel: { id: 'C0GENERAL', name: 'general' },
    container: { type: 'message', message_ts: ts, channel_id: 'C0GENERAL', is_ephemeral: false, thread_ts: root },
    message: { ts, text: 'card', bot_id: expect.any(String) },
    response_url: expect.stringContaining(slack.url),
    trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]+$/),
    actions: [
      {
        type: 'button',
        action_id: 'go',
        value: '7',
        style: 'danger',
        block_id: expect.any(String),
        action_ts: expect.any(String),
      },
    ],
  });
});

test('a slash command carries everything Slack sends', async () => {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  await slack.person('U0BEN').slash('/agent', 'run', { channel: 'builds' });
  await slack.person('U0BEN').slash('/agent', '', { channel: 'D0BEN' });
  expect(app.envelopes.map(({ payload }) => payload)).toMatchObject([
    {
      command: '/agent',
      text: 'run',
      user_id: 'U0BEN',
      user_name: 'ben',
      channel_id: 'C0BUILDS',
      channel_name: 'builds',
      team_id: slack.team,
    },
    { text: '', channel_id: 'D0BEN', channel_name: 'directmessage' },
  ]);
});
