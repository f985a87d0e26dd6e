import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandText, messageText, readTyped, richTextOf } from '#deploy/local/slack/person/typed-text.ts';

const ana = { id: 'U0ANA', name: 'ana' };
const general = { id: 'C0GENERAL', name: 'general', kind: 'channel' as const, members: [] };
const names = {
  people: { named: (name: string) => (name === 'ana' ? ana : undefined) },
  channels: { find: (reference: string) => (reference === '#general' ? general : undefined) },
};
const asMessage = (typed: string) => messageText(readTyped(typed, names));
const asCommand = (typed: string) => commandText(readTyped(typed, names));

test.each([
  ['a < b && c > d', 'a &lt; b &amp;&amp; c &gt; d'],
  ['&lt;', '&amp;lt;'],
  ['<!channel>', '&lt;!channel&gt;'],
  ['<@U0ANA>', '&lt;@U0ANA&gt;'],
  ['hi @ana!', 'hi <@U0ANA>!'],
  ['@bellhop go', '<@U0BELLHOP> go'],
  ['@nobody', '@nobody'],
  ['me@ana.example', 'me@ana.example'],
  ['see #general', 'see <#C0GENERAL|general>'],
  ['issue #42', 'issue #42'],
  ['@here look', '<!here> look'],
  ['at https://e.com/a?b=1&c=2.', 'at <https://e.com/a?b=1&amp;c=2>.'],
  ['(http://e.com)', '(<http://e.com>)'],
])('typed %j arrives as %j', (typed, text) => {
  expect(asMessage(typed)).toBe(text);
});

test('in a command people and channels come with their names', () => {
  expect(asCommand('give @ana #general <now>')).toBe('give <@U0ANA|ana> <#C0GENERAL|general> &lt;now&gt;');
});

test('the rich text beside the text holds what was typed, unescaped', () => {
  expect(richTextOf(readTyped('hi @ana & https://e.com', names), 'b')).toEqual({
    type: 'rich_text',
    block_id: 'b',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'hi ' },
          { type: 'user', user_id: 'U0ANA' },
          { type: 'text', text: ' & ' },
          { type: 'link', url: 'https://e.com' },
        ],
      },
    ],
  });
});

test('whatever is typed, nothing but known names becomes markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '@', '#', '!', '|', 'a', 'n', ' ') }), (typed) => {
      const markup = asMessage(typed).match(/<[^>]*>?/g) ?? [];
      return markup.every((entity) => entity === '<@U0ANA>');
    }),
  );
});
