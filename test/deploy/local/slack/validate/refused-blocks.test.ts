import { expect, test } from 'vitest';
import { checkMessageBlocks } from '#deploy/local/slack/validate/message-blocks.ts';
import { actions, button, many, mrkdwn, paragraph, plain, richText, x } from './sample-blocks.ts';

const REFUSED: readonly (readonly [name: string, blocks: unknown, complaint: string])[] = [
  ['an unknown block', [{ type: 'bogus' }], 'unsupported type: bogus [json-pointer:/blocks/0/type]'],
  ['a block without a type', [{}], 'missing required field: type [json-pointer:/blocks/0]'],
  ['something that is no block', ['hello'], 'must provide an object [json-pointer:/blocks/0]'],
  [
    'a block that only views may have',
    [{ type: 'alert', text: plain('x') }],
    'unsupported type: alert [json-pointer:/blocks/0/type]',
  ],
  ['51 blocks', many(51, () => ({ type: 'divider' })), 'no more than 50 items allowed [json-pointer:/blocks]'],
  [
    'a property that is not Slack’s',
    [{ type: 'divider', colour: 'red' }],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  ['a section without words', [{ type: 'section' }], 'must define either `text` or `fields` [json-pointer:/blocks/0]'],
  [
    'an empty text',
    [{ type: 'section', text: mrkdwn('') }],
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a section of 3,001',
    [{ type: 'section', text: mrkdwn(x(3_001)) }],
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a field of 2,001',
    [{ type: 'section', fields: [plain(x(2_001))] }],
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    '11 fields',
    [{ type: 'section', fields: many(11, () => plain('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'a bare string for a text',
    [{ type: 'section', text: 'hi' }],
    'must provide an object [json-pointer:/blocks/0/text]',
  ],
  [
    'mrkdwn in a header',
    [{ type: 'header', text: mrkdwn('x') }],
    'must be a valid enum value [json-pointer:/blocks/0/text/type]',
  ],
  [
    'a header of 151',
    [{ type: 'header', text: plain(x(151)) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    '26 elements',
    [actions(...many(26, (index) => button({ action_id: `a${index}` })))],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  ['no elements', [actions()], 'must provide at least 1 items [json-pointer:/blocks/0/elements]'],
  [
    '11 context elements',
    [{ type: 'context', elements: many(11, () => plain('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'a button in a context',
    [{ type: 'context', elements: [button()] }],
    'unsupported type: button [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'a text input among actions',
    [actions({ type: 'plain_text_input' })],
    'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'a label of 2,001',
    [{ type: 'input', label: plain(x(2_001)), element: { type: 'plain_text_input' } }],
    'must be less than 2001 characters [json-pointer:/blocks/0/label/text]',
  ],
  [
    'an input without an element',
    [{ type: 'input', label: plain('x') }],
    'missing required field: element [json-pointer:/blocks/0]',
  ],
  [
    'an input longer than 3,000',
    [{ type: 'input', label: plain('x'), element: { type: 'plain_text_input', max_length: 3_001 } }],
    'must be less than or equal to 3000 [json-pointer:/blocks/0/element/max_length]',
  ],
  [
    'an image without an address',
    [{ type: 'image', alt_text: 'x' }],
    'must define either `image_url` or `slack_file` [json-pointer:/blocks/0]',
  ],
  [
    'an image nobody can hear',
    [{ type: 'image', image_url: 'https://e.com' }],
    'missing required field: alt_text [json-pointer:/blocks/0]',
  ],
  [
    'an unknown rich text element',
    [richText({ type: 'rich_text_poem', elements: [] })],
    'unsupported type: rich_text_poem [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'an empty piece of rich text',
    [richText(paragraph(''))],
    'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
  ],
  [
    'a mention in preformatted text',
    [richText({ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] })],
    'unsupported type: user [json-pointer:/blocks/0/elements/0/elements/0/type]',
  ],
  [
    'a text object for the title of a plan',
    [{ type: 'plan', title: plain('x') }],
    'must provide a string [json-pointer:/blocks/0/title]',
  ],
  [
    'a status that is none',
    [{ type: 'task_card', task_id: '1', title: 'x', status: 'done' }],
    'must be a valid enum value [json-pointer:/blocks/0/status]',
  ],
  [
    'output that is no rich text',
    [{ type: 'task_card', task_id: '1', title: 'x', status: 'complete', output: plain('x') }],
    'must be a valid enum value [json-pointer:/blocks/0/output/type]',
  ],
  [
    'a table of 101 rows',
    [{ type: 'table', rows: many(101, () => [{ type: 'raw_text', text: 'x' }]) }],
    'no more than 100 items allowed [json-pointer:/blocks/0/rows]',
  ],
  [
    'a table of 21 columns',
    [{ type: 'table', rows: [many(21, () => ({ type: 'raw_text', text: 'x' }))] }],
    'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
  ],
  [
    '6 context actions',
    [{ type: 'context_actions', elements: many(6, () => ({ type: 'icon_button', icon: 'trash', text: plain('x') })) }],
    'no more than 5 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'a block id of 256',
    [{ type: 'divider', block_id: x(256) }],
    'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  ],
  [
    'a block id twice',
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
    '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
  ],
  [
    'an action id twice',
    [actions(button({ action_id: 'a' })), { type: 'section', text: plain('x'), accessory: button({ action_id: 'a' }) }],
    '`action_id` "a" already exists [json-pointer:/blocks/1/accessory/action_id]',
  ],
];

test.each(REFUSED)('%s is refused where it stands', (_name, blocks, complaint) => {
  const checked = checkMessageBlocks(blocks);
  expect(checked).toMatchObject({ ok: false, error: 'invalid_blocks' });
  expect(checked.ok ? [] : checked.messages).toContain(`[ERROR] ${complaint}`);
});
