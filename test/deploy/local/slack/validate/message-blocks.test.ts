import { expect, test } from 'vitest';
import { checkMessageBlocks } from '#deploy/local/slack/validate/message-blocks.ts';
import { many, paragraph, plain, richText, x } from './sample-blocks.ts';

test('what is no list is not even looked at', () => {
  expect(checkMessageBlocks('[{]')).toEqual({ ok: false, error: 'invalid_blocks_format', messages: [] });
});

test('all problems are told at once', () => {
  const checked = checkMessageBlocks([{ type: 'bogus' }, { type: 'header', text: plain('') }]);
  expect(checked.ok ? [] : checked.messages).toHaveLength(2);
});

test.each([
  ['sections', many(4, () => ({ type: 'section', text: plain(x(3_000)) })), { type: 'section', text: plain('x') }],
  ['rich text', [richText(paragraph(x(12_000)))], richText(paragraph('x'))],
  ['markdown', [{ type: 'markdown', text: x(12_000) }], { type: 'markdown', text: 'x' }],
  [
    'a plan',
    [{ type: 'plan', title: x(6_000), tasks: [{ task_id: '1', title: x(6_000), status: 'pending' }] }],
    { type: 'header', text: plain('x') },
  ],
])('12,000 characters in %s are enough for one message', (_name, blocks, oneMore) => {
  expect(checkMessageBlocks(blocks)).toMatchObject({ ok: true });
  expect(checkMessageBlocks([...blocks, oneMore])).toEqual({ ok: false, error: 'msg_blocks_too_long', messages: [] });
});
