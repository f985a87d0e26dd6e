import { expect, test } from 'vitest';
import { checkMessageBlocks } from '#deploy/local/slack/validate/message-blocks.ts';
import { actions, button, mrkdwn, option, paragraph, plain, richText, x } from './sample-blocks.ts';

const ACCEPTED: readonly (readonly [name: string, block: object])[] = [
  ['section with text', { type: 'section', text: mrkdwn('*hi*') }],
  ['section with fields and accessory', { type: 'section', fields: [plain('a'), mrkdwn('b')], accessory: button() }],
  ['section at its limit', { type: 'section', text: plain(x(3_000)) }],
  ['header', { type: 'header', text: plain(x(150)) }],
  [
    'context',
    { type: 'context', elements: [mrkdwn('a'), { type: 'image', image_url: 'https://e.com/a.png', alt_text: 'a' }] },
  ],
  [
    'actions with a confirm',
    actions(
      button({ confirm: { title: plain('Sure?'), text: plain('Really?'), confirm: plain('Yes'), deny: plain('No') } }),
    ),
  ],
  [
    'actions with every menu',
    actions(
      { type: 'static_select', options: [option('a')] },
      { type: 'static_select', option_groups: [{ label: plain('g'), options: [option('a')] }] },
      { type: 'external_select', min_query_length: 0, placeholder: plain('Pick') },
      { type: 'overflow', options: [option('a'), { ...option('b'), url: 'https://e.com' }] },
      { type: 'checkboxes', options: [{ text: mrkdwn('*a*'), value: 'a' }] },
      { type: 'radio_buttons', options: [option('a')] },
      { type: 'datepicker', initial_date: '2026-11-22' },
      { type: 'users_select' },
      { type: 'multi_conversations_select' },
    ),
  ],
  ['divider', { type: 'divider' }],
  [
    'input',
    { type: 'input', label: plain('What'), element: { type: 'plain_text_input', multiline: true, max_length: 3_000 } },
  ],
  ['image', { type: 'image', image_url: 'https://e.com/a.png', alt_text: 'a', title: plain('A') }],
  [
    'rich text',
    richText(
      paragraph('a'),
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'b' }], border: 0 },
      { type: 'rich_text_quote', elements: [{ type: 'link', url: 'https://e.com', text: 'c' }] },
      { type: 'rich_text_list', style: 'ordered', indent: 1, elements: [paragraph('d')] },
    ),
  ],
  [
    'plan',
    {
      type: 'plan',
      title: 'Plan',
      tasks: [{ task_id: '1', title: 'One', status: 'complete', output: richText(paragraph('ok')) }],
    },
  ],
  [
    'task card',
    {
      type: 'task_card',
      task_id: '1',
      title: 'One',
      status: 'in_progress',
      sources: [{ type: 'url', url: 'https://e.com', text: 'e' }],
    },
  ],
  ['markdown', { type: 'markdown', text: '# Hi' }],
  [
    'context actions',
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: 'f',
          positive_button: { text: plain('Good'), value: '1' },
          negative_button: { text: plain('Bad'), value: '0' },
        },
        { type: 'icon_button', icon: 'trash', text: plain('Delete'), action_id: 'd' },
      ],
    },
  ],
  [
    'table',
    {
      type: 'table',
      rows: [[{ type: 'raw_text', text: 'a' }, { type: 'raw_number', value: 1, text: '1' }, richText(paragraph('b'))]],
      column_settings: [{ align: 'right' }],
    },
  ],
];

test.each(ACCEPTED)('%s is accepted', (_name, block) => {
  expect(checkMessageBlocks([block])).toEqual({ ok: true, value: [block] });
});
