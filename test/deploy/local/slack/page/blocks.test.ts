import { expect, test } from 'vitest';
import { splitBlocks } from '#deploy/local/slack/page/blocks/split.ts';
import type { SeenMessage } from '#deploy/local/slack/person/protocol.ts';

type Blocks = NonNullable<SeenMessage['blocks']>;
const text = { type: 'plain_text', text: 'words' };
const picture = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a bell' };

const drawn = (...blocks: Blocks): readonly unknown[] =>
  splitBlocks(blocks).flatMap<unknown>((part) => (part.kind === 'still' ? part.blocks : [part]));

test('what nobody acts on stays together, in its order with the rest', () => {
  const blocks: Blocks = [
    { type: 'header', text },
    { type: 'section', text },
    { type: 'section', text, accessory: { type: 'button', text, action_id: 'a' } },
    { type: 'actions', elements: [] },
    { type: 'divider' },
    { type: 'plan', title: 'Plan' },
    { type: 'input', label: text, element: {} },
    picture,
  ];
  expect(splitBlocks(blocks).map(({ kind }) => kind)).toEqual([
    'still',
    'section',
    'actions',
    'still',
    'plan',
    'input',
    'picture',
  ]);
});

test.each(['data_table', 'video', 'something_new'])('that %s cannot be drawn is known', (type) => {
  expect(splitBlocks([{ type }])).toEqual([{ kind: 'unknown', type }]);
});

test('pictures in the small print become their names', () => {
  expect(drawn({ type: 'context', elements: [picture, text] })).toEqual([
    { type: 'context', elements: [{ type: 'plain_text', text: 'Picture: a bell' }, text] },
  ]);
});

test.each([
  ['![a bell](https://example.com/a.png) rings', '[Picture: a bell](https://example.com/a.png) rings'],
  ['![ ](https://example.com/a.png)', '[Picture: without a description](https://example.com/a.png)'],
  ['![a bell][1]\n\n[1]: https://example.com/a.png', '[Picture: a bell][1]\n\n[1]: https://example.com/a.png'],
  ['`![x](y)` and ``![x](y)``', '`![x](y)` and ``![x](y)``'],
  ['```\n![x](y)\n```\n![x](y)', '```\n![x](y)\n```\n[Picture: x](y)'],
  ['Wow! [no picture](y)', 'Wow! [no picture](y)'],
])('in Markdown, %j is drawn as %j', (written, shown) => {
  expect(drawn({ type: 'markdown', text: written })).toEqual([{ type: 'markdown', text: shown }]);
});
