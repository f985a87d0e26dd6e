import { expect, test } from 'vitest';
import { checkView } from '#deploy/local/slack/validate/view.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const x = (count: number) => 'x'.repeat(count);
const input = { type: 'input', block_id: 'what', label: plain('What'), element: { type: 'plain_text_input' } };
const modal = (more: object = {}) => ({ type: 'modal', title: plain('Task'), blocks: [], ...more });

test('a modal at every limit is accepted', () => {
  const view = modal({
    title: plain(x(24)),
    submit: plain(x(24)),
    close: plain(x(24)),
    private_metadata: x(3_000),
    callback_id: x(255),
    external_id: x(255),
    notify_on_close: true,
    clear_on_close: true,
    blocks: [input, ...Array.from({ length: 99 }, () => ({ type: 'divider' }))],
  });
  expect(checkView(view, 'modal')).toEqual({ ok: true, value: view });
});

test('a Home tab of 100 blocks is accepted', () => {
  const view = { type: 'home', blocks: Array.from({ length: 100 }, () => ({ type: 'divider' })) };
  expect(checkView(view, 'home')).toMatchObject({ ok: true });
});

const dividers = Array.from({ length: 101 }, () => ({ type: 'divider' }));

test.each([
  ['101 blocks', modal({ blocks: dividers }), 'no more than 100 items allowed [json-pointer:/view/blocks]'],
  ['no title', { type: 'modal', blocks: [] }, 'missing required field: title [json-pointer:/view]'],
  ['a title of 25', modal({ title: plain(x(25)) }), 'must be less than 25 characters [json-pointer:/view/title/text]'],
  [
    'a submit of 25',
    modal({ submit: plain(x(25)) }),
    'must be less than 25 characters [json-pointer:/view/submit/text]',
  ],
  ['a close of 25', modal({ close: plain(x(25)) }), 'must be less than 25 characters [json-pointer:/view/close/text]'],
  [
    'metadata of 3,001',
    modal({ private_metadata: x(3_001) }),
    'must be less than 3001 characters [json-pointer:/view/private_metadata]',
  ],
  [
    'a callback id of 256',
    modal({ callback_id: x(256) }),
    'must be less than 256 characters [json-pointer:/view/callback_id]',
  ],
  [
    'inputs nobody can submit',
    modal({ blocks: [input] }),
    'must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]',
  ],
  [
    'a block of messages only',
    modal({ blocks: [{ type: 'plan', title: 'x' }] }),
    'unsupported type: plan [json-pointer:/view/blocks/0/type]',
  ],
  [
    'a repeated block id',
    modal({ submit: plain('Go'), blocks: [input, input] }),
    '`block_id` "what" already exists [json-pointer:/view/blocks/1/block_id]',
  ],
  [
    'a Home tab where a modal belongs',
    { type: 'home', blocks: [] },
    'must be a valid enum value [json-pointer:/view/type]',
  ],
  ['no view at all', undefined, 'missing required field: view [json-pointer:/]'],
])('a modal with %s is refused', (_name, view, complaint) => {
  const checked = checkView(view, 'modal');
  expect(checked).toMatchObject({ ok: false, error: 'invalid_arguments' });
  expect(checked.ok ? [] : checked.messages).toContain(`[ERROR] ${complaint}`);
});

test('a Home tab has no title', () => {
  const checked = checkView({ type: 'home', blocks: [], title: plain('x') }, 'home');
  expect(checked.ok ? [] : checked.messages).toEqual([
    '[ERROR] invalid additional property: title [json-pointer:/view]',
  ]);
});

test('a view of more than 250 KB is too large', () => {
  const blocks = Array.from({ length: 100 }, () => ({ type: 'section', text: plain(x(2_600)) }));
  expect(checkView({ type: 'home', blocks }, 'home')).toMatchObject({ ok: false, error: 'view_too_large' });
});
