import { expect, test } from 'vitest';
import { clientOf, errorOf, openSlack } from '../start.ts';

test('a reaction is given once and taken back once', async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  const { channel, ts: timestamp } = await slack.person('U0ANA').post('general', 'look');
  const eyes = { channel, timestamp, name: 'eyes' };
  await client.reactions.add(eyes);
  expect(await errorOf(client.reactions.add(eyes))).toBe('already_reacted');
  expect((await client.reactions.get({ channel, timestamp })).message?.reactions).toEqual([
    { name: 'eyes', users: [slack.botUser], count: 1 },
  ]);
  await client.reactions.remove(eyes);
  expect(await errorOf(client.reactions.remove(eyes))).toBe('no_reaction');
  expect(await errorOf(client.reactions.add({ ...eyes, name: 'Not An Emoji' }))).toBe('invalid_name');
  expect(await errorOf(client.reactions.add({ ...eyes, timestamp: 'soon' }))).toBe('bad_timestamp');
  expect(await errorOf(client.reactions.add({ ...eyes, timestamp: '1.000000' }))).toBe('message_not_found');
});
