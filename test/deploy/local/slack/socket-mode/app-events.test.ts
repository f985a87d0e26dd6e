import { expect, test } from 'vitest';
import type { LocalSlack } from '#deploy/local/slack/server.ts';
import { acking, openSocketApp } from '../socket-app.ts';
import { clientOf, openSlack } from '../start.ts';

async function eventsOf(slack: LocalSlack, count: number, act: () => Promise<unknown>) {
  const app = await openSocketApp(slack, acking);
  await act();
  const envelopes = await app.atLeast(count);
  return envelopes.map(({ payload }) => payload);
}

test('a message event says where, who and what, as Slack wraps it', async () => {
  const slack = await openSlack();
  const ana = slack.person('U0ANA');
  const [body] = await eventsOf(slack, 1, () => ana.post('general', 'hi'));
  expect(body).toMatchObject({
    type: 'event_callback',
    team_id: slack.team,
    api_app_id: expect.stringMatching(/^A/),
    event_id: expect.stringMatching(/^Ev/),
    authorizations: [{ user_id: slack.botUser, is_bot: true }],
    event: {
      type: 'message',
      channel: 'C0GENERAL',
      channel_type: 'channel',
      user: 'U0ANA',
      text: 'hi',
      client_msg_id: expect.any(String),
    },
  });
  expect(body.event.event_ts).toBe(body.event.ts);
  expect(body.event.blocks).toMatchObject([{ type: 'rich_text' }]);
});

test('a direct message is one event, even with a mention in it', async () => {
  const slack = await openSlack();
  const ana = slack.person('U0ANA');
  const events = await eventsOf(slack, 2, async () => {
    await ana.post('D0ANA', 'hi @bellhop');
    await ana.post('D0ANA', 'still me');
  });
  expect(events.map(({ event }) => [event.type, event.channel_type])).toEqual([
    ['message', 'im'],
    ['message', 'im'],
  ]);
});

test('edits, deletions and reactions are events too', async () => {
  const slack = await openSlack();
  const ana = slack.person('U0ANA');
  const events = await eventsOf(slack, 5, async () => {
    const message = await ana.post('general', 'one');
    await ana.edit(message, 'two');
    await ana.react(message, 'eyes');
    await ana.unreact(message, 'eyes');
    await ana.remove(message);
  });
  expect(events.map(({ event }) => event)).toMatchObject([
    { type: 'message', text: 'one' },
    {
      subtype: 'message_changed',
      message: { text: 'two', edited: { user: 'U0ANA' } },
      previous_message: { text: 'one' },
    },
    {
      type: 'reaction_added',
      reaction: 'eyes',
      user: 'U0ANA',
      item_user: 'U0ANA',
      item: { type: 'message', channel: 'C0GENERAL' },
    },
    { type: 'reaction_removed', reaction: 'eyes' },
    { subtype: 'message_deleted', previous_message: { text: 'two' } },
  ]);
});

test('a reply sent to the channel too is a thread broadcast', async () => {
  const slack = await openSlack();
  const ana = slack.person('U0ANA');
  const events = await eventsOf(slack, 2, async () => {
    const { ts } = await ana.post('general', 'root');
    await ana.reply({ channel: 'general', thread: ts }, 'reply', { broadcast: true });
  });
  expect(events[1]?.event).toMatchObject({
    subtype: 'thread_broadcast',
    parent_user_id: 'U0ANA',
    thread_ts: events[0]?.event.ts,
  });
});

test('the bot hears nothing of channels it is not in', async () => {
  const slack = await openSlack({ channels: [{ id: 'C0OPEN', name: 'open', members: ['U0ANA'] }] });
  const ana = slack.person('U0ANA');
  const events = await eventsOf(slack, 1, async () => {
    await ana.post('open', 'unheard');
    await clientOf(slack).conversations.join({ channel: 'C0OPEN' });
    await ana.post('open', 'heard');
  });
  expect(events.map(({ event }) => event.text)).toEqual(['heard']);
});
