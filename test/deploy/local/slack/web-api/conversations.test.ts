import type { ConversationsRepliesResponse } from '@slack/web-api';
import { expect, test } from 'vitest';
import { clientOf, errorOf, openSlack } from '../start.ts';

test('replies belong to a root, and a thread is read oldest first with the root in front', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const channel = 'C0GENERAL';
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'root' });
  const reply = await client.chat.postMessage({ channel, thread_ts: ts, text: 'first' });
  await client.chat.postMessage({ channel, thread_ts: ts, text: 'second', reply_broadcast: true });
  const { messages } = await client.conversations.replies({ channel, ts: String(reply.ts) });
  expect(messages?.map(({ text }) => text)).toEqual(['root', 'first', 'second']);
  expect(messages?.[0]).toMatchObject({ reply_count: 2, thread_ts: ts });
  expect(messages?.[1]).toMatchObject({ parent_user_id: slack.botUser });
  const history = await client.conversations.history({ channel });
  expect(history.messages?.map(({ text }) => text)).toEqual(['second', 'root']);
  expect(await errorOf(client.conversations.replies({ channel, ts: '1.000000' }))).toBe('thread_not_found');
  expect(await errorOf(client.chat.postMessage({ channel, thread_ts: '1.000000', text: 'x' }))).toBe(
    'thread_not_found',
  );
  expect(await errorOf(client.chat.postMessage({ channel, thread_ts: String(reply.ts), text: 'x' }))).toBe(
    'cannot_reply_to_message',
  );
});

test('deleting the root of a thread leaves a tombstone and its replies', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const channel = 'C0GENERAL';
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'root' });
  await client.chat.postMessage({ channel, thread_ts: ts, text: 'reply' });
  await client.chat.delete({ channel, ts });
  const { messages } = await client.conversations.replies({ channel, ts });
  expect(messages).toMatchObject([{ subtype: 'tombstone' }, { text: 'reply' }]);
  expect(await errorOf(client.chat.update({ channel, ts, text: 'x' }))).toBe('message_not_found');
});

test('history and threads come in pages', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const channel = 'C0GENERAL';
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'root' });
  for (const text of ['1', '2', '3', '4', '5']) await client.chat.postMessage({ channel, thread_ts: ts, text });
  const texts: (string | undefined)[] = [];
  for await (const page of client.paginate('conversations.replies', { channel, ts, limit: 2 })) {
    const { messages = [] } = page as ConversationsRepliesResponse;
    texts.push(...messages.map(({ text }) => text));
  }
  expect(texts).toEqual(['root', '1', '2', '3', '4', '5']);
  expect((await client.conversations.replies({ channel, ts, limit: 1 })).messages).toMatchObject([{ text: 'root' }]);
  expect(await errorOf(client.conversations.replies({ channel, ts, cursor: 'bogus' }))).toBe('invalid_cursor');
  const { messages } = await client.conversations.history({ channel, oldest: ts });
  expect(messages).toEqual([]);
  expect((await client.conversations.history({ channel, oldest: ts, inclusive: true })).messages).toHaveLength(1);
});

test('the bot speaks only where it is a member, joins public channels, and does not see private ones', async () => {
  const slack = await openSlack({
    channels: [
      { id: 'C0OPEN', name: 'open', members: ['U0ANA'] },
      { id: 'G0SECRET', name: 'secret', members: ['U0ANA'], private: true },
    ],
  });
  const client = clientOf(slack);
  expect(await errorOf(client.chat.postMessage({ channel: 'C0OPEN', text: 'x' }))).toBe('not_in_channel');
  expect((await client.conversations.info({ channel: 'C0OPEN' })).channel).toMatchObject({ is_member: false });
  expect((await client.conversations.join({ channel: 'C0OPEN' })).channel).toMatchObject({ is_member: true });
  expect(await errorOf(client.chat.postMessage({ channel: 'C0OPEN', text: 'x' }))).toBe('no error');
  expect((await client.conversations.members({ channel: 'C0OPEN' })).members).toEqual(['U0ANA', slack.botUser]);
  expect(await errorOf(client.conversations.info({ channel: 'G0SECRET' }))).toBe('channel_not_found');
  expect(await errorOf(client.conversations.join({ channel: 'G0SECRET' }))).toBe('channel_not_found');
});

test('a direct message opens on demand, by conversation or by the id of the person', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const { channel } = await client.conversations.open({ users: 'U0ANA', return_im: true });
  expect(channel).toMatchObject({ is_im: true, user: 'U0ANA' });
  await client.chat.postMessage({ channel: String(channel?.id), text: 'one' });
  await client.chat.postMessage({ channel: 'U0ANA', text: 'two' });
  const seen = await slack.person('U0ANA').messages(String(channel?.id));
  expect(seen.map(({ text }) => text)).toEqual(['one', 'two']);
  expect(await errorOf(client.conversations.open({ users: 'U404' }))).toBe('user_not_found');
  expect(await errorOf(client.apiCall('conversations.open'))).toBe('users_list_not_supplied');
});
