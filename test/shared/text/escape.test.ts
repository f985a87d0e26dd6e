import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeMarkdown, escapeMrkdwn, oneLine, plain, straighten, unescapeMrkdwn } from '#shared/text/escape.ts';

/** Text of all that could do harm: halves of characters, controls, marks of both languages. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom(...'<>&*_`~[](){}|!#@\\-+=.:/\n\r\t \u001b\u009b\u200b\u202e\u2028\ufeff\u0000\ud800\udc00\udb40'),
    fc.constantFrom('<!channel>', 'http://', 'www.', 'GH-1', '\u001b[31m', '\u001b]8;;', '1. ', '- ', '&amp;'),
  ),
});

test('nothing in text for Slack can mention anybody or hide an address', () => {
  expect(escapeMrkdwn('<!channel> & <@U1> <https://evil.test|docs>')).toBe(
    '&lt;!channel&gt; &amp; &lt;@U1&gt; &lt;https://evil.test|docs&gt;',
  );
  fc.assert(
    fc.property(hostile, (text) => {
      expect(escapeMrkdwn(text)).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
    }),
  );
});

test('what Slack escapes reads back as it was typed', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(unescapeMrkdwn(escapeMrkdwn(text))).toBe(plain(text));
    }),
  );
  expect(unescapeMrkdwn('&amp;lt;')).toBe('&lt;');
});

test.for([
  ['a mention', '@octocat', '@\u2060octocat'],
  ['a mention of a team', '@acme/core', '@\u2060acme/core'],
  ['an issue', 'fixes #12', 'fixes #\u206012'],
  ['an issue elsewhere', 'closes acme/shop#12', 'closes acme/shop#\u206012'],
  ['an old issue', 'closes GH-12', 'closes GH-\u206012'],
  ['an address', 'https://evil.test', 'https\u2060://evil.test'],
  ['half an address', 'www.evil.test', 'www\u2060.evil.test'],
  ['an e-mail', 'a@evil.test', 'a@\u2060evil.test'],
  ['an image', '![x](y)', '\\!\\[x\\]\\(y\\)'],
  ['a table', 'a | b', 'a \\| b'],
  ['a heading', '# Big', '#\u2060 Big'],
  ['an underlined heading', 'Big\n---', 'Big\n\\---'],
  ['another one', 'Big\n===', 'Big\n\\==='],
  ['a quote', '> said', '&gt; said'],
  ['a list', '- one\n  + two\n* three', '\\- one\n  \\+ two\n\\* three'],
  ['a numbered list', '1. one\n2) two', '1\\. one\n2\\) two'],
  ['a code fence', '```\nx\n~~~', '\\`\\`\\`\nx\n\\~\\~\\~'],
  ['HTML', '<img src=x>&nbsp;', '&lt;img src=x&gt;&amp;nbsp;'],
  ['a number in a sentence', 'It is 1.5 or -2', 'It is 1.5 or -2'],
] as const)('%s in text for GitHub is shown and does nothing', ([, text, shown]) => {
  expect(escapeMarkdown(text)).toBe(shown);
});

test('whatever text for GitHub holds, nothing of it is left that means something', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const shown = escapeMarkdown(text);
      expect(shown).not.toMatch(/[<>]/);
      expect(shown).not.toMatch(/[@#](?!\u2060)/);
      expect(shown).not.toMatch(/(?:https?|ftp):\/\/|www\./i);
      expect(shown).not.toMatch(/(?<!\\)(?:\\\\)*[`*_{}[\]()|!~$]/);
      expect(shown).not.toMatch(/^[ \t]*(?:[-+=]|\d+[.)])/m);
    }),
  );
});

test('a person reads in text for GitHub what was written', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const read = escapeMarkdown(text)
        .replaceAll('\u2060', '')
        .replace(/\\([!-/:-@[-`{-~])/g, '$1');
      expect(unescapeMrkdwn(read)).toBe(plain(text));
    }),
  );
});

test('plain text holds nothing that hides, reorders or controls', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const shown = plain(text);
      expect(shown).not.toMatch(
        /[\p{Bidi_Control}\p{Cs}\p{Zl}\p{Zp}\u200b-\u200f\u{e0000}-\u{e0fff}]|[\p{Cc}--[\n\t]]/v,
      );
      expect(plain(shown)).toBe(shown);
    }),
  );
});

test('halves of a character that something hidden kept apart do not become one that is hidden', () => {
  expect(plain('a\udb40\u200b\udc41b')).toBe('a\ufffd\ufffdb');
});

test.for([
  ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
  ['a link of a terminal', '\u001b]8;;https://evil.test\u0007docs\u001b]8;;\u0007', 'docs'],
  ['a title', '\u001b]0;title\u001b\\text', 'text'],
  ['line ends of all systems', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
  ['tabs and line ends', 'a\tb\n', 'a\tb\n'],
  ['text that runs backwards', 'user\u202etxt.exe', 'usertxt.exe'],
  ['words in tags', 'hi\u{e0041}\u{e0042}', 'hi'],
  ['blanks that are letters', 'a\u3164\u115fb', 'ab'],
  ['scripts of all kinds', 'नमस्ते Ünïcode 日本語 🏳️', 'नमस्ते Ünïcode 日本語 🏳️'],
] as const)('%s come out plain', ([, text, shown]) => {
  expect(plain(text)).toBe(shown);
});

test('one line has no line breaks and no blanks around it', () => {
  expect(oneLine('  a\r\n\tb\u2028  c\n')).toBe('a b c');
  fc.assert(
    fc.property(hostile, (text) => {
      expect(oneLine(text)).not.toMatch(/[\n\r\u2028\u2029]|^\s|\s$/);
    }),
  );
});

test('what a phone makes of quotes and dashes is made straight again', () => {
  expect(straighten('“fix” ‘it’ —all\u00a0of it')).toBe('"fix" \'it\' --all of it');
});

test('hostile text of two hundred thousand characters is no work to speak of', () => {
  const texts = ['\n', ' ', '1', '- ', '\u001b[', '\u001b]', '\r', '<', 'http://', '\t'].map((text) =>
    text.repeat(200_000),
  );
  for (const text of texts) for (const make of [plain, oneLine, escapeMrkdwn, escapeMarkdown]) make(text);
}, 30_000);
