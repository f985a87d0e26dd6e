import { expect, test } from 'vitest';
import { toHtml } from '#deploy/local/github/markdown/to-html.ts';

const SHOWN: readonly [string, string, string][] = [
  ['a table', '| a | b |\n|---|--:|\n| 1 | 2 |', '<td align="right">2</td>'],
  ['a list of tasks', '- [x] done', '<span role="img" aria-label="Done: ">☑</span> done'],
  ['what is struck out', '~~no~~', '<del>no</del>'],
  [
    'a bare address',
    'see https://example.com/a',
    '<a href="https://example.com/a" rel="noopener noreferrer nofollow">',
  ],
  [
    'details',
    '<details><summary>More</summary>\n\n**in**\n\n</details>',
    '<summary>More</summary>\n<p><strong>in</strong></p>',
  ],
  ['details nobody closed', '<details><summary>More\n\ntext', '</summary></details>'],
  ['code, with what is in it', '```html\n<script>\n```', '<pre><code>&#x3C;script>\n</code></pre>'],
  ['a joiner that keeps a name from being a mention', '@\u2060ana', '<p>@\u2060ana</p>'],
  ['an emoji made of several', '👩\u200d🔬', '👩\u200d🔬'],
];

test.each(SHOWN)('%s is shown', (_name, markdown, html) => {
  expect(toHtml(markdown)).toContain(html);
});

const HARMLESS: readonly [string, string][] = [
  ['a script', '<script>alert(1)</script>'],
  ['a script in words', 'a <script>alert(1)</script> b'],
  ['a handler', '<b onclick="alert(1)">x</b><details ontoggle=alert(1) open>x</details>'],
  ['a style', '<style>body{display:none}</style><p style="position:fixed" class="box" id="status">x</p>'],
  ['a picture', '![x](https://evil.example/p.png) <img src=https://evil.example/p.png srcset="//evil.example 2x">'],
  ['other media', '<video src=//evil.example><audio src=x><picture><source srcset=//evil.example></picture>'],
  ['a frame', '<iframe src=//evil.example></iframe><object data=x></object><embed src=x>'],
  [
    'a form',
    '<form action="/acme/shop/pull/1/merge" method=post><button>Go</button><input name=a><textarea>x</textarea>',
  ],
  ['a drawing', '<svg onload=alert(1)><script>alert(1)</script></svg><math><mtext></mtext></math>'],
  [
    'the page itself',
    '</main></body></html><base href=//evil.example><meta http-equiv=refresh content=0><link rel=stylesheet href=x>',
  ],
  ['the end of a cell', '</td></tr></table></details></article>'],
  [
    'a template',
    '<template><script>alert(1)</script></template><noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  ],
  ['a comment', '<!--><script>alert(1)</script>--> <!-- --!><img src=x onerror=alert(1)>'],
  ['raw text', '<textarea><script>alert(1)</script><title></textarea><img src=x onerror=alert(1)>'],
  ['names the page uses', '<a name=status id=content>x</a> <p id="actor">'],
];

const ACTIVE =
  /<(?!\/?(?:a|b|p|s|q|br|h[3-6]|hr|li|ol|ul|td|th|tr|dl|dt|dd|em|del|div|pre|code|span|strong|details|summary|table|thead|tbody|blockquote)\b)/i;
const TELLING = /\s(?:on\w+|style|src|srcset|id|name|action|http-equiv)=/i;

test.each(HARMLESS)('%s does nothing', (_name, markdown) => {
  const tags =
    toHtml(markdown)
      .match(/<[^>]*>/g)
      ?.join('\n') ?? '';
  expect(tags).not.toMatch(ACTIVE);
  expect(tags).not.toMatch(TELLING);
});

const ADDRESSES = [
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#x09;script:alert(1))',
  '<a href="&#x6A;avascript:alert(1)">x</a>',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:x)',
  '[x](file:///etc/passwd)',
  '[x](//evil.example)',
  '[x](/acme/shop/pull/1/merge)',
  '[x](relative.md)',
  '<javascript:alert(1)>',
  '[x][y]\n\n[y]: javascript:alert(1)',
  '![x](javascript:alert(1))',
];

test.each(ADDRESSES)('%s is text and no link', (markdown) => {
  expect(toHtml(markdown)).not.toMatch(/href|src/);
});

test('a picture is a link to where it lies, and inside of a link only its words', () => {
  expect(toHtml('![The logo](https://example.com/a.png)')).toContain(
    '<a href="https://example.com/a.png" rel="noopener noreferrer nofollow">Image not loaded: The logo</a>',
  );
  const badge = toHtml('[![Badge](https://example.com/b.svg)](https://example.com)');
  expect(badge.match(/<a /g)).toHaveLength(1);
  expect(badge).not.toContain('b.svg');
});

test('what would hide or turn text is shown by its name', () => {
  const html = toHtml('a\u202eb\u200bc\u2066d\u{e0041}e\u0007f `code\u202d`');
  for (const name of ['U+202E', 'U+200B', 'U+2066', 'U+E0041', 'U+0007', 'U+202D'])
    expect(html).toContain(`<span class="unseen">${name}</span>`);
  expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b]/);
});

test('headings stand below those of the page, none left out on the way down', () => {
  const levels = toHtml('## A\n\n#### B\n\n# C\n\n###### D').match(/<h\d/g);
  expect(levels).toEqual(['<h3', '<h4', '<h3', '<h4']);
  expect(toHtml('###### Only')).toContain('<h3>Only</h3>');
});
