import { expect, test } from 'vitest';
import { openMarkdownRenderer } from '#deploy/local/github/markdown/renderer.ts';
import { git, repositoryWithBranch, writeFiles } from '../world.ts';
import { act, look, worldWithPull } from './browse.ts';

const PULL = '/acme/shop/pull/1';
const EVIL =
  '</title></h1></td></textarea><script>alert(1)</script><img src=x onerror=alert(1)> "\'&amp; \u202eend\u2066';

test('a title of any kind is text, on every page that shows it', async () => {
  const github = await worldWithPull({ title: EVIL });
  for (const path of ['/', '/acme/shop/pulls', PULL, `${PULL}/files`, `${PULL}/commits`]) {
    const { html } = await look(github, path);
    expect(html).not.toMatch(/<script|<img|[\u202a-\u202e\u2066-\u2069]/);
    if (path.includes('pull')) expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  }
  expect((await look(github, PULL)).html).toMatch(/<title>&lt;\/title&gt;.*U\+202Eend/);
});

test('names, messages and lines of a repository are text too', async () => {
  const name = 'a\u202e</td><script>b</script>\n.txt';
  const shop = await repositoryWithBranch('agent/fix');
  await git(shop, 'checkout', '--quiet', 'agent/fix');
  await writeFiles(shop, { [name.replaceAll('/', '∕')]: `${EVIL}\n` });
  await git(shop, 'add', '.');
  await git(shop, '-c', `user.name=<script>${EVIL}`, 'commit', '--quiet', '-m', `${EVIL}\n\n</pre>${EVIL}`);
  const github = await worldWithPull({}, shop);
  const head = (await github.branches('acme/shop')).find(({ name }) => name === 'agent/fix')?.commit;
  const paths = [`${PULL}/files`, `${PULL}/commits`, `/acme/shop/commit/${head}`, '/acme/shop/tree/agent/fix'];
  for (const path of [...paths, '/acme/shop/branches', '/acme/shop/commits/agent/fix']) {
    const { status, html } = await look(github, path);
    expect(status).toBe(200);
    expect(html).not.toMatch(/<script|<img|[\u202a-\u202e\u2066-\u2069]/);
    expect(html).toContain('U+202E');
  }
});

test('a body and a comment do no more than a title', async () => {
  const github = await worldWithPull({ body: `${EVIL}\n\n</details></article></main>${EVIL}` });
  await act(github, `${PULL}/comment`, { body: `${EVIL}\r\n\r\n<form action="${PULL}/merge" method="post"><button>` });
  const { html } = await look(github, PULL);
  expect(html).not.toMatch(/<script|<img|[\u202a-\u202e\u2066-\u2069]/);
  expect(html.match(/<form[^>]*\/merge"/g)).toHaveLength(1);
  expect(html.match(/<\/main>/g)).toHaveLength(1);
});

const ENDLESS: readonly [string, string][] = [
  ['takes minutes to read', '*a_ '.repeat(16_000)],
  ['is nested without end', '<b>'.repeat(20_000)],
  ['is quoted without end', '>'.repeat(60_000)],
];

test.each(ENDLESS)('a body that %s is shown as it was written, and the next page as ever', async (_name, body) => {
  const github = await worldWithPull({ body });
  const { status, text } = await look(github, PULL);
  expect(status).toBe(200);
  expect(text).toContain('Here it is as it was written');
  expect((await look(github, '/acme/shop')).html).toContain('<h3>Shop</h3>');
});

test('a text of nothing but what does not belong here says so', async () => {
  const github = await worldWithPull({ body: '<script>alert(1)</script>' });
  expect((await look(github, PULL)).text).toContain('Nothing of this text can be shown');
});

test('a renderer that was closed while it worked answers all the same', async () => {
  const renderer = openMarkdownRenderer();
  expect(await renderer.render('*first*')).toBe('<p><em>first</em></p>');
  const waiting = renderer.render('*a_ '.repeat(16_000));
  await renderer.close();
  expect(await waiting).toBeUndefined();
});
