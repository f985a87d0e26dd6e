import { expect, test } from 'vitest';
import { clientOf, errorOf, openSlack } from '../start.ts';

test('a message is posted, read back, updated and deleted', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const { ts = '' } = await client.chat.postMessage({ channel: '#general', text: 'one' });
  const updated = await client.chat.update({ channel: 'C0GENERAL', ts, text: 'two' });
  expect(updated).toMatchObject({ ok: true, ts, text: 'two' });
  const { messages } = await client.conversations.history({ channel: 'C0GENERAL' });
  expect(messages).toMatchObject([{ ts, text: 'two', user: slack.botUser, edited: { user: slack.botUser } }]);
  await client.chat.delete({ channel: 'C0GENERAL', ts });
  expect((await client.conversations.history({ channel: 'C0GENERAL' })).messages).toEqual([]);
});

test('timestamps never repeat, even when the clock stands still', async () => {
  const slack = await openSlack({ now: () => 1_700_000_000_000 });
  const client = clientOf(slack);
  const posts = await Promise.all(
    Array.from({ length: 50 }, () => client.chat.postMessage({ channel: 'C0GENERAL', text: 'x' })),
  );
  expect(new Set(posts.map(({ ts }) => ts)).size).toBe(50);
  expect(posts[0]?.ts).toMatch(/^1700000000\.\d{6}$/);
});

test('an update with text alone takes the blocks away and shows as edited; with blocks it does not', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const channel = 'C0GENERAL';
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'card', blocks: [{ type: 'divider' }] });
  const withBlocks = await client.chat.update({
    channel,
    ts,
    text: 'card',
    blocks: [{ type: 'divider' }, { type: 'divider' }],
  });
  expect(withBlocks.message).not.toHaveProperty('edited');
  const bare = await client.chat.update({ channel, ts, text: 'bare' });
  expect(bare.message).toHaveProperty('edited');
  expect(bare.message).not.toHaveProperty('blocks');
});

test('metadata stays through updates until it is sent anew or emptied, and is shown only to who asks', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const channel = 'C0GENERAL';
  const metadata = { event_type: 'task', event_payload: { id: 'task_1' } };
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'root', metadata });
  await client.chat.update({ channel, ts, text: 'root again' });
  const all = await client.conversations.replies({ channel, ts, include_all_metadata: true });
  expect(all.messages?.[0]).toMatchObject({ text: 'root again', metadata });
  const plain = await client.conversations.replies({ channel, ts });
  expect(plain.messages?.[0]).not.toHaveProperty('metadata');
  const same = await client.apiCall('chat.update', { channel, ts, metadata: { ...metadata, event_type: 'other' } });
  expect(same).toMatchObject({ message: { text: 'root again', metadata: { event_type: 'other' } } });
  await client.apiCall('chat.update', { channel, ts, metadata: {} });
  const emptied = await client.conversations.replies({ channel, ts, include_all_metadata: true });
  expect(emptied.messages?.[0]).not.toHaveProperty('metadata');
  expect(await errorOf(client.apiCall('chat.postMessage', { channel, text: 'x', metadata: { event_type: 1 } }))).toBe(
    'invalid_metadata_format',
  );
});

test('long text is cut when posted and refused when updated', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const channel = 'C0GENERAL';
  const { ts = '', message, ...rest } = await client.chat.postMessage({ channel, text: 'x'.repeat(40_001) });
  expect(message?.text).toHaveLength(40_000);
  expect(rest).toMatchObject({ warning: 'message_truncated' });
  expect(await errorOf(client.chat.update({ channel, ts, text: 'x'.repeat(4_001) }))).toBe('msg_too_long');
  expect(await errorOf(client.chat.update({ channel, ts, text: 'x'.repeat(4_000) }))).toBe('no error');
});

test('a message needs words or blocks, not both kinds of markup', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const channel = 'C0GENERAL';
  expect(await errorOf(client.chat.postMessage({ channel, text: '' }))).toBe('no_text');
  expect(await errorOf(client.apiCall('chat.postMessage', { channel, markdown_text: '**x**', text: 'x' }))).toBe(
    'markdown_text_conflict',
  );
  const { message } = await client.chat.postMessage({ channel, markdown_text: '**x**' });
  expect(message?.blocks).toMatchObject([{ type: 'markdown', text: '**x**' }]);
});

test('only its own messages can be changed by the bot', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const { channel, ts } = await slack.person('U0ANA').post('general', 'mine');
  expect(await errorOf(client.chat.update({ channel, ts, text: 'x' }))).toBe('cant_update_message');
  expect(await errorOf(client.chat.delete({ channel, ts }))).toBe('cant_delete_message');
  expect(await errorOf(client.chat.update({ channel, ts: '1.000000', text: 'x' }))).toBe('message_not_found');
  expect(await errorOf(client.chat.update({ channel: 'C404', ts, text: 'x' }))).toBe('channel_not_found');
});

test('permalinks lead to the message and its thread', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const channel = 'C0GENERAL';
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'root' });
  const reply = await client.chat.postMessage({ channel, thread_ts: ts, text: 'reply' });
  const { permalink } = await client.chat.getPermalink({ channel, message_ts: String(reply.ts) });
  expect(permalink).toBe(
    `${slack.url}/archives/${channel}/p${String(reply.ts).replace('.', '')}?thread_ts=${ts}&cid=${channel}`,
  );
  expect(await errorOf(client.chat.getPermalink({ channel, message_ts: '1.000000' }))).toBe('message_not_found');
});

test('an ephemeral message is seen by one member only', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  await client.chat.postEphemeral({ channel: 'C0GENERAL', user: 'U0ANA', text: 'psst' });
  expect(await slack.person('U0ANA').ephemerals()).toMatchObject([{ text: 'psst', is_ephemeral: true }]);
  expect(await slack.person('U0BEN').ephemerals()).toEqual([]);
  expect((await client.conversations.history({ channel: 'C0GENERAL' })).messages).toEqual([]);
  expect(await errorOf(client.chat.postEphemeral({ channel: 'C0GENERAL', user: 'U404', text: 'x' }))).toBe(
    'user_not_in_channel',
  );
});
