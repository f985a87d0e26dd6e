import { expect, test } from 'vitest';
import { renderMessage, renderView } from '#deploy/local/slack/render.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const paragraph = (...elements: object[]) => ({ type: 'rich_text_section', elements });
const words = (text: string) => ({ type: 'text', text });
const richText = (...elements: object[]) => ({ type: 'rich_text', elements });
const names = {
  user: (id: string) => (id === 'U0ANA' ? 'ana' : undefined),
  channel: (id: string) => (id === 'C0GENERAL' ? 'general' : undefined),
};
const lines = (...blocks: Record<string, unknown>[]) => renderMessage({ text: 'fallback', blocks }, names);

test.each([
  ['&lt;b&gt; &amp;amp;', '<b> &amp;'],
  ['hi <@U0ANA>, <@U1|bob>, <@U2>', 'hi @ana, @bob, @U2'],
  ['in <#C0GENERAL> and <#C1|builds>', 'in #general and #builds'],
  ['<!channel> <!here> <!subteam^S1|@team> <!date^1^{date}|today>', '@channel @here @team today'],
  [
    '<https://e.com> <https://e.com|docs> <mailto:a@e.com|a@e.com>',
    'https://e.com docs (https://e.com) a@e.com (mailto:a@e.com)',
  ],
])('text %j reads %j', (text, read) => {
  expect(renderMessage({ text }, names)).toEqual([read]);
});

test('blocks are shown instead of the text', () => {
  expect(lines({ type: 'header', text: plain('Fix the cart') }, { type: 'divider' })).toEqual([
    '━━ Fix the cart',
    '─'.repeat(40),
  ]);
});

test('sections, fields and accessories', () => {
  const accessory = { type: 'button', text: plain('Open'), url: 'https://e.com' };
  expect(
    lines({ type: 'section', text: mrkdwn('*one*\ntwo'), fields: [plain('<a>'), mrkdwn('&lt;b&gt;')], accessory }),
  ).toEqual(['*one*', 'two', '<a>', '<b>', '[Open: https://e.com]']);
});

test('context on one line, buttons in brackets, menus with an arrow', () => {
  const button = (text: string) => ({ type: 'button', text: plain(text) });
  const menu = { type: 'static_select', placeholder: plain('Model') };
  const more = { type: 'overflow', options: [{ text: plain('Log') }, { text: plain('Diff') }] };
  expect(
    lines(
      { type: 'context', elements: [mrkdwn('3 min'), { type: 'image', alt_text: 'logo' }] },
      { type: 'actions', elements: [button('Cancel'), button('Retry'), menu, more] },
    ),
  ).toEqual(['3 min · [image: logo]', '[Cancel] [Retry] [Model ▾] [… Log | Diff]']);
});

test('a plan with its tasks as they stand', () => {
  const plan = {
    type: 'plan',
    title: 'Fixing the cart',
    tasks: [
      { task_id: '1', title: 'Checkout', status: 'complete' },
      { task_id: '2', title: 'Run tests', status: 'in_progress', output: richText(paragraph(words('3 of 7'))) },
      { task_id: '3', title: 'Lint', status: 'error' },
      {
        task_id: '4',
        title: 'Open PR',
        status: 'pending',
        sources: [{ type: 'url', url: 'https://e.com', text: 'docs' }],
      },
    ],
  };
  expect(lines(plan)).toEqual([
    'Fixing the cart',
    '  ✔ Checkout',
    '  ◐ Run tests',
    '      3 of 7',
    '  ✘ Lint',
    '  ○ Open PR',
    '      docs (https://e.com)',
  ]);
});

test('rich text: paragraphs, preformatted, quotes and lists', () => {
  const block = richText(
    paragraph(words('by '), { type: 'user', user_id: 'U0ANA' }, words(' in '), {
      type: 'channel',
      channel_id: 'C0GENERAL',
    }),
    { type: 'rich_text_preformatted', elements: [words('$ npm test\nok <1>\n')] },
    { type: 'rich_text_quote', elements: [words('said'), { type: 'emoji', name: 'wave' }] },
    { type: 'rich_text_list', style: 'ordered', elements: [paragraph(words('a\nb')), paragraph(words('c'))] },
    {
      type: 'rich_text_list',
      style: 'bullet',
      indent: 1,
      elements: [paragraph({ type: 'link', url: 'https://e.com', text: 'd' })],
    },
  );
  expect(lines(block)).toEqual([
    'by @ana in #general',
    '  │ $ npm test',
    '  │ ok <1>',
    '> said:wave:',
    '1. a',
    '   b',
    '2. c',
    '  • d (https://e.com)',
  ]);
});

test('tables line up, markdown stays as written, the unknown says what it is', () => {
  const cell = (text: string) => ({ type: 'raw_text', text });
  const table = {
    type: 'table',
    rows: [
      [cell('check'), cell('time')],
      [cell('lint'), richText(paragraph(words('2 s')))],
    ],
  };
  expect(lines(table, { type: 'markdown', text: '# Hi\n- a' }, { type: 'carousel' })).toEqual([
    'check │ time',
    'lint  │ 2 s',
    '# Hi',
    '- a',
    '[carousel]',
  ]);
});

test('edits, files and reactions follow the words', () => {
  const message = {
    text: 'done',
    edited: { user: 'U1', ts: '1' },
    files: [{ title: 'Full log', size: 12 }],
    reactions: [
      { name: 'eyes', count: 2 },
      { name: 'tada', count: 1 },
    ],
  };
  expect(renderMessage(message)).toEqual(['done', '(edited)', '[file: Full log, 12 bytes]', ':eyes: 2  :tada: 1']);
});

test('a modal shows its title, its inputs and its buttons', () => {
  const view = {
    title: plain('New task'),
    submit: plain('Start'),
    close: plain('Not now'),
    blocks: [
      { type: 'input', label: plain('What'), hint: plain('One sentence'), element: { type: 'plain_text_input' } },
      {
        type: 'input',
        label: plain('Branch'),
        optional: true,
        element: { type: 'plain_text_input', initial_value: 'main' },
      },
      {
        type: 'input',
        label: plain('Repository'),
        element: { type: 'external_select', placeholder: plain('Pick one') },
      },
      {
        type: 'input',
        label: plain('Checks'),
        element: { type: 'checkboxes', options: [{ text: mrkdwn('Lint') }, { text: plain('Test') }] },
      },
    ],
  };
  expect(renderView(view)).toEqual([
    '━━ New task',
    'What: [____________________]',
    '  One sentence',
    'Branch (optional): [main]',
    'Repository: [Pick one ▾]',
    'Checks: ( ) Lint  ( ) Test',
    '[Start] [Not now]',
  ]);
});

test('nothing anybody wrote can command the terminal', () => {
  const evil = '\u001b[2Jgone\u0007\u202e';
  const shown = [
    ...renderMessage({ text: evil, files: [{ title: evil, size: 1 }] }),
    ...lines(
      { type: 'header', text: plain(evil) },
      {
        type: 'section',
        text: mrkdwn(`<https://e.com|${evil}>`),
        accessory: { type: 'button', text: plain(evil), url: evil },
      },
      { type: 'markdown', text: evil },
      { type: 'plan', title: evil, tasks: [{ title: evil, status: evil }] },
      richText(paragraph(words(evil)), { type: 'rich_text_preformatted', elements: [words(evil)] }),
      { type: 'input', label: plain(evil), element: { type: 'plain_text_input', initial_value: evil } },
      { type: 'table', rows: [[{ type: 'raw_text', text: evil }]] },
    ),
  ];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
  expect(shown.join('\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
  expect(shown.join('\n')).toContain('gone');
});
