import { expect, test } from 'vitest';
import { checkMessageBlocks } from '#deploy/local/slack/validate/message-blocks.ts';
import { actions, button, many, option, plain, x } from './sample-blocks.ts';

const REFUSED: readonly (readonly [name: string, blocks: unknown, complaint: string])[] = [
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
];

test.each(REFUSED)('%s is refused where it stands', (_name, blocks, complaint) => {
  const checked = checkMessageBlocks(blocks);
  expect(checked).toMatchObject({ ok: false, error: 'invalid_blocks' });
  expect(checked.ok ? [] : checked.messages).toContain(`[ERROR] ${complaint}`);
});
