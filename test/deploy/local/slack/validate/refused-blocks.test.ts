import { expect, test } from 'vitest';
import { checkMessageBlocks } from '#deploy/local/slack/validate/message-blocks.ts';
import { actions, button, many, mrkdwn, option, paragraph, plain, richText, x } from './sample-blocks.ts';

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
    'a button of 76',
    [actions(button({ text: plain(x(76)) }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'a value of 2,001',
    [actions(button({ value: x(2_001) }))],
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'an address of 3,001',
    [actions(button({ url: x(3_001) }))],
    'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'an action id of 256',
    [actions(button({ action_id: x(256) }))],
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    'a pink button',
    [actions(button({ style: 'pink' }))],
    'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
  ],
  [
    'a confirm without words',
    [actions(button({ confirm: { title: plain('x') } }))],
    'missing required field: text [json-pointer:/blocks/0/elements/0/confirm]',
  ],
  [
    'a confirm title of 101',
    [actions(button({ confirm: { title: plain(x(101)), text: plain('x') } }))],
    'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
  ],
  [
    'a confirm text of 301',
    [actions(button({ confirm: { text: plain(x(301)) } }))],
    'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
  ],
  [
    'a confirm button of 31',
    [actions(button({ confirm: { text: plain('x'), confirm: plain(x(31)) } }))],
    'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]',
  ],
  [
    '101 options',
    [actions({ type: 'static_select', options: many(101, (index) => option(`${index}`)) })],
    'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'an option text of 76',
    [actions({ type: 'static_select', options: [option('a', x(76))] })],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
  ],
  [
    'an option value of 151',
    [actions({ type: 'static_select', options: [option(x(151), 'a')] })],
    'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
  ],
  [
    'a menu without options',
    [actions({ type: 'static_select' })],
    'must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]',
  ],
  [
    '6 overflow options',
    [actions({ type: 'overflow', options: many(6, (index) => option(`${index}`)) })],
    'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    '11 checkboxes',
    [actions({ type: 'checkboxes', options: many(11, (index) => option(`${index}`)) })],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'an option with a type of its own',
    [actions({ type: 'radio_buttons', options: [{ type: 'option', ...option('a') }] })],
    'invalid additional property: type [json-pointer:/blocks/0/elements/0/options/0]',
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
