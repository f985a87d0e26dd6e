import type { KnownBlock, ModalView } from '@slack/types';

const text = (words: string) => ({ type: 'plain_text', text: words }) as const;
const option = (words: string) => ({ text: text(words), value: words.toLowerCase() });
const OPTIONS = ['Red', 'Green', 'Blue'].map(option);
const CONFIRM = {
  title: text('Paint it?'),
  text: text('Paint is hard to take off.'),
  confirm: text('Paint'),
  deny: text('Leave it'),
};

/** A message with everything in it that can be drawn or acted on. */
export const everyBlock: readonly KnownBlock[] = [
  { type: 'header', text: text('Every block') },
  { type: 'section', text: { type: 'mrkdwn', text: 'Some *bold*, `code` and <https://example.com/page|a link>' } },
  {
    type: 'section',
    text: text('Beside an overflow menu'),
    accessory: { type: 'overflow', action_id: 'overflow', options: [option('Archive'), option('Copy')] },
  },
  {
    type: 'section',
    text: text('Beside a picture'),
    accessory: { type: 'image', image_url: 'https://example.com/beside.png', alt_text: 'a bell' },
  },
  { type: 'image', image_url: 'https://example.com/large.png', alt_text: 'a hotel' },
  {
    type: 'context',
    elements: [{ type: 'image', image_url: 'https://example.com/small.png', alt_text: 'a key' }, text('small print')],
  },
  { type: 'markdown', text: '# Title\n\n![drawn](https://example.com/markdown.png) and `vec![1](2)`' },
  { type: 'divider' },
  {
    type: 'plan',
    title: 'A plan',
    tasks: [
      { type: 'task_card', task_id: 'a', title: 'First step', status: 'complete' },
      { type: 'task_card', task_id: 'b', title: 'Second step', status: 'error' },
    ],
  },
  {
    type: 'actions',
    block_id: 'row',
    elements: [
      { type: 'button', action_id: 'confirmed', text: text('Paint it'), style: 'danger', confirm: CONFIRM },
      { type: 'button', action_id: 'plain', text: text('Press me'), value: 'pressed' },
      { type: 'static_select', action_id: 'colour', placeholder: text('A colour'), options: OPTIONS },
      { type: 'external_select', action_id: 'town', placeholder: text('A town'), min_query_length: 1 },
      { type: 'multi_users_select', action_id: 'people', placeholder: text('Some people') },
      { type: 'datepicker', action_id: 'day', initial_date: '2026-03-01' },
      { type: 'radio_buttons', action_id: 'size', options: ['Small', 'Large'].map(option) },
      { type: 'checkboxes', action_id: 'extras', options: ['Bell', 'Whistle'].map(option) },
    ],
  },
];

/** A form with every kind of field. */
export const everyField: ModalView = {
  type: 'modal',
  callback_id: 'every_field',
  title: text('Every field'),
  submit: text('Send'),
  blocks: [
    field('line', 'A line', { type: 'plain_text_input', action_id: 'line' }),
    field('lines', 'Some lines', { type: 'plain_text_input', action_id: 'lines', multiline: true }),
    field('number', 'A number', { type: 'number_input', action_id: 'number', is_decimal_allowed: false }),
    field('pick', 'A colour', { type: 'static_select', action_id: 'pick', options: OPTIONS }),
    field('towns', 'Some towns', { type: 'multi_external_select', action_id: 'towns', min_query_length: 1 }),
    field('day', 'A day', { type: 'datepicker', action_id: 'field_day' }),
    field('channel', 'A channel', { type: 'channels_select', action_id: 'channel' }),
    field('extras', 'Extras', {
      type: 'checkboxes',
      action_id: 'field_extras',
      options: ['Bell', 'Whistle'].map(option),
    }),
  ],
};

function field(blockId: string, label: string, element: Extract<KnownBlock, { type: 'input' }>['element']): KnownBlock {
  return { type: 'input', block_id: blockId, label: text(label), optional: blockId !== 'line', element };
}
