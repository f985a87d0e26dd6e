import { expect, test } from 'vitest';
import { folderOf, git, openWorld, repositoryWithBranch, temporaryFolder } from '../world.ts';
import { look, openPull, worldWithPull } from './browse.ts';

test('the first page lists the repositories and how many pull requests are open', async () => {
  const github = await worldWithPull();
  await github.addRepository('acme/old', { folder: await folderOf({ a: '1' }) }, { archived: true });
  const { text } = await look(github, '/');
  expect(text).toMatch(/acme\/old Archived, read-only 0 open pull requests/);
  expect(text).toMatch(/acme\/shop 1 open pull request · 0 closed · default branch main/);
});

test('a repository shows its files, its newest commit and its README', async () => {
  const github = await worldWithPull();
  const { html, text } = await look(github, '/acme/shop');
  expect(text).toContain('Work on main Ann,');
  expect(text).toMatch(/src \(folder\).*README\.md/);
  expect(html).toContain('<h3>Shop</h3>');
  expect((await look(github, '/Acme/SHOP')).status).toBe(200);
});

test('folders and files are found on a branch whose name has slashes, and at a commit', async () => {
  const github = await worldWithPull();
  const [head] = (await github.branches('acme/shop')).filter(({ name }) => name === 'agent/fix');
  expect((await look(github, '/acme/shop/tree/agent/fix')).text).toContain('new.txt');
  expect((await look(github, '/acme/shop/tree/agent/fix/src')).text).toContain('cart.js');
  expect((await look(github, '/acme/shop/blob/agent/fix/new.txt')).text).toContain('1 line, 4 B');
  expect((await look(github, `/acme/shop/blob/${head?.commit}/src/cart.js`)).text).toContain('export const total = 0;');
});

test('files are linked so that their names survive, whatever is in them', async () => {
  const name = 'a b#c?d%25&"<i>.txt';
  const github = await openWorld({ shop: await repositoryWithBranch('agent/fix', { [`x y/${name}`]: 'found me\n' }) });
  const folder = await look(github, '/acme/shop/tree/agent/fix/x%20y');
  const link = /href="(\/acme\/shop\/blob\/[^"]+)"/.exec(folder.html)?.[1] ?? '';
  expect(folder.text).toContain(name);
  expect((await look(github, link)).text).toContain('found me');
});

test('a file nobody could read as lines is said to be one', async () => {
  const files = { 'logo.png': 'PNG\0\0', 'huge.txt': 'a line of text\n'.repeat(40_000), 'empty.txt': '' };
  const github = await openWorld({ files });
  expect((await look(github, '/acme/shop/blob/main/logo.png')).text).toContain('A binary file of 5 B');
  expect((await look(github, '/acme/shop/blob/main/huge.txt')).text).toMatch(/has 585\.9 KB, too much/);
  expect((await look(github, '/acme/shop/blob/main/empty.txt')).text).toContain('This file is empty.');
});

test('of a long file as much is shown as a browser can bear, and the rest is counted', async () => {
  const github = await openWorld({ files: { 'long.txt': 'x\n'.repeat(6_000), 'wide.txt': 'y'.repeat(3_000) } });
  expect((await look(github, '/acme/shop/blob/main/long.txt')).text).toContain('1,000 more lines not shown.');
  expect((await look(github, '/acme/shop/blob/main/wide.txt')).text).toContain('and 2000 more characters');
});

test('a symbolic link is shown, not followed', async () => {
  const shop = await repositoryWithBranch('agent/fix');
  await git(shop, 'update-index', '--add', '--cacheinfo', `120000,${await blobOf(shop, '/etc/passwd')},link`);
  await git(shop, 'commit', '--quiet', '-m', 'Link');
  const { text } = await look(await openWorld({ shop }), '/acme/shop/blob/main/link');
  expect(text).toMatch(/A symbolic link to: .*\/etc\/passwd/);
  expect(text).not.toContain('root:');
});

async function blobOf(folder: string, text: string): Promise<string> {
  const file = `${await folderOf({ text })}/text`;
  return (await git(folder, 'hash-object', '-w', file)).stdout;
}

test('branches are listed with their distance from the default branch and their pull requests', async () => {
  const { text } = await look(await worldWithPull(), '/acme/shop/branches');
  expect(text).toMatch(/agent\/fix Work on agent\/fix · Ann.*1 commit ahead of main, 0 behind · pull request #1/);
  expect(text).toMatch(/main default/);
});

test('the history is turned in pages', async () => {
  const shop = await repositoryWithBranch('agent/fix');
  for (let number = 1; number <= 60; number += 1)
    await git(shop, 'commit', '--quiet', '--allow-empty', '-m', `Step ${number}.`);
  const github = await openWorld({ shop });
  const first = await look(github, '/acme/shop/commits/main');
  expect(first.text).toMatch(/Step 60\..*Step 11\./);
  expect(first.text).not.toContain('Step 10.');
  const second = await look(github, '/acme/shop/commits/main?page=2');
  expect(second.text).toMatch(/Step 10\..*Work on main/);
  expect(second.text).not.toContain('Older');
  expect((await look(github, '/acme/shop/commits/main?page=-1')).text).toContain('Step 60.');
});

test('a commit shows its message, its parent and what it changed', async () => {
  const github = await worldWithPull();
  const head = (await github.branches('acme/shop')).find(({ name }) => name === 'agent/fix')?.commit;
  const { text } = await look(github, `/acme/shop/commit/${head}`);
  expect(text).toMatch(/Work on agent\/fix Ann, .* commit/);
  expect(text).toContain('No checks reported');
  expect(text).toMatch(/1 file changed, \+1 −0.*new\.txt new .*Line 1 1 \+new/);
});

test('a first commit and a merge are shown too', async () => {
  const github = await worldWithPull();
  await github.merge('acme/shop', 1);
  const merge = await look(github, '/acme/shop/commit/main');
  expect(merge.text).toMatch(/Merge pull request #1 from acme\/agent\/fix.*compared with its first parent.*new\.txt/);
  const parent = /href="\/acme\/shop\/commit\/([0-9a-f]{40})"/.exec(merge.html)?.[1];
  expect((await look(github, `/acme/shop/commit/${parent}`)).text).toMatch(/The first commit.*2 files changed/);
});

test('pull requests are listed by their state, drafts marked', async () => {
  const github = await worldWithPull({ draft: true, title: 'Try this' });
  await openPull(github, { base: 'main', head: 'agent/fix' }).catch(() => undefined);
  expect((await look(github, '/acme/shop/pulls')).text).toMatch(/1 open 0 closed All Draft Try this #1 · agent\/fix/);
  expect((await look(github, '/acme/shop/pulls?state=closed')).text).toContain('No pull request was closed');
  expect((await look(github, '/acme/shop/pulls?state=all')).text).toContain('Try this');
});

test('an empty repository says that it is empty', async () => {
  const folder = await temporaryFolder();
  await git(folder, 'init', '--quiet');
  const github = await openWorld({ shop: folder });
  expect((await look(github, '/acme/shop')).text).toContain('This repository is empty');
  expect((await look(github, '/acme/shop/branches')).text).toContain('There is no branch yet.');
  expect((await look(github, '/acme/shop/commits/main')).status).toBe(404);
});

const NOWHERE = [
  '/acme/none',
  '/none',
  '/acme/shop/pull/2',
  '/acme/shop/pull/1e0',
  '/acme/shop/pull/1/nothing',
  '/acme/shop/tree/none',
  '/acme/shop/tree/main/none',
  '/acme/shop/blob/main/src',
  '/acme/shop/blob/main/..%2f..%2fgitconfig',
  '/acme/shop/tree/main/..%2f..',
  '/acme/shop/tree/main//src',
  '/acme/shop/blob/main/a%00b',
  '/acme/shop/blob/main/%ff',
  '/acme/shop/tree/%00',
  '/acme/shop/commit/--help',
  '/acme/shop/commits/-x',
  '/acme/shop/runs/1',
  '/acme/..%2f..%2fshop',
  '/%2e%2e/shop',
  '/acme/shop.git',
];

test('where there is nothing, a page says so in words', async () => {
  const github = await worldWithPull();
  for (const path of NOWHERE) {
    const { status, text } = await look(github, path);
    expect({ status, text }, path).toEqual({ status: 404, text: expect.stringContaining('There is nothing here') });
  }
});

test('the REST API goes on answering in its own way where it has nothing', async () => {
  const github = await openWorld();
  for (const path of ['/api/v3/none', '/api/v3/acme/shop/pulls', '/api/v3']) {
    const { status, html } = await look(github, path);
    expect({ status, body: JSON.parse(html) }).toMatchObject({ status: 404, body: { message: 'Not Found' } });
  }
});
