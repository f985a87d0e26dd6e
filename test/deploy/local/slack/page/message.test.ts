import { expect, test } from 'vitest';
import { reconnectDelayMs } from '#deploy/local/slack/page/client/live.ts';
import { bytesInWords } from '#deploy/local/slack/page/message/bytes.ts';
import { emojiOf, spokenName } from '#deploy/local/slack/page/message/emoji.ts';
import { linedUp } from '#deploy/local/slack/page/message/groups.ts';
import { dayName } from '#deploy/local/slack/page/message/time.ts';
import { typedText } from '#deploy/local/slack/page/message/typed-text.ts';
import { hueOf, peopleOf, whoIs } from '#deploy/local/slack/page/people/names.ts';
import { said } from './said.ts';

const WORKSPACE = {
  team: 'Here',
  bot: { id: 'U0BOT', name: 'bellhop' },
  people: [
    { id: 'U0ANA', name: 'ana' },
    { id: 'U0BEN', name: 'ben' },
    { id: 'U0CLEO', name: 'cleo', admin: true },
  ],
  channels: [],
};

test('a message continues the one above it when the same person goes on within five minutes', () => {
  const lines = linedUp([
    said(0),
    said(60),
    said(60 + 301),
    said(400, { user: 'U0ANA' }),
    said(410, { user: 'U0ANA', is_ephemeral: true }),
    said(420, { user: 'U0ANA', is_ephemeral: true, reply_count: 1 }),
    said(430, { user: 'U0ANA', is_ephemeral: true }),
  ]);
  expect(lines.map(({ continues }) => continues)).toEqual([false, true, false, false, false, true, false]);
  expect(lines.map(({ opensDay }) => opensDay)).toEqual([true, false, false, false, false, false, false]);
});

test('days are called as people call them', () => {
  const noon = new Date(2026, 2, 10, 12);
  const ts = (day: number) => `${new Date(2026, 2, day, 9).getTime() / 1_000}.000100`;
  expect(dayName(ts(10), noon)).toBe('Today');
  expect(dayName(ts(9), noon)).toBe('Yesterday');
  expect(dayName(ts(1), noon)).toMatch(/1/);
});

test('a message is edited as it was typed', () => {
  const text = 'Hi <@U0BEN>, <#C0GENERAL|general> has &lt;it&gt;: <https://example.com|here> <!here>';
  expect(typedText(text, WORKSPACE)).toBe('Hi @ben, #general has <it>: https://example.com @here');
});

test('people have a role, strangers their id, and everybody the same colour each time', () => {
  expect(peopleOf(WORKSPACE).map(({ name, role }) => [name, role])).toEqual([
    ['Ana', 'requester'],
    ['Ben', 'colleague'],
    ['Cleo', 'admin'],
  ]);
  expect(whoIs(WORKSPACE, 'U0BOT')).toMatchObject({ name: 'Bellhop', role: 'app' });
  expect(whoIs(WORKSPACE, 'USLACKBOT').name).toBe('Slackbot');
  expect(whoIs(WORKSPACE, 'U0WHO').name).toBe('U0WHO');
  expect(hueOf('U0ANA')).toBe(hueOf('U0ANA'));
});

test('reactions are signs where we know them and names where we do not', () => {
  expect([emojiOf('+1'), emojiOf('partyparrot')]).toEqual(['👍', ':partyparrot:']);
  expect([spokenName('+1'), spokenName('white_check_mark')]).toEqual(['thumbs up', 'white check mark']);
});

test('files have the size people say', () => {
  expect([12, 4_321, 5_400_000].map(bytesInWords)).toEqual(['12 B', '4 kB', '5.4 MB']);
});

test('each failure to reconnect waits longer, up to a limit, and never exactly as long as another page', () => {
  expect([0, 1, 2, 9].map((failures) => reconnectDelayMs(failures, 1))).toEqual([250, 500, 1_000, 8_000]);
  expect(reconnectDelayMs(9, 0)).toBe(6_000);
});
