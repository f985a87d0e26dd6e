import { cp, lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseRepositoryName } from '#deploy/local/github/names.ts';
import { call, folderOf, git, openWorld, tokenFor, writeFiles } from './world.ts';

async function somebodysRepository(): Promise<string> {
  const folder = await folderOf({ 'a.txt': 'one\n', '.gitignore': 'ignored\n' });
  await git(folder, 'init', '--quiet', '--initial-branch=trunk');
  await git(folder, 'add', '.');
  await git(folder, 'commit', '--quiet', '-m', 'One');
  await git(folder, 'tag', 'v1');
  await git(folder, 'checkout', '--quiet', '-b', 'develop');
  await git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'Two');
  await writeFiles(folder, { 'a.txt': 'not committed\n', 'untracked.txt': 'x', ignored: 'y' });
  await git(folder, 'stash', 'push', '--quiet');
  await writeFiles(folder, { 'a.txt': 'not committed either\n' });
  return folder;
}

/** Every file below a folder with what would tell that it was touched. */
async function everyFile(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  const facts = names.map(async (name) => {
    const { mtimeMs, ctimeMs, size, mode } = await lstat(join(folder, name));
    return [name, mtimeMs, ctimeMs, size, mode].join(' ');
  });
  return (await Promise.all(facts)).sort();
}

test('adding a repository leaves the original as it was, to the last file', async () => {
  const github = await openWorld();
  const folder = await somebodysRepository();
  const before = await everyFile(folder);
  await github.addRepository('me/mine', { repository: folder });
  const token = await tokenFor(github, { contents: 'read' }, 'me/mine');
  expect((await call(github, token, 'GET /repos/me/mine/contents/a.txt')).status).toBe(200);
  expect(await everyFile(folder)).toEqual(before);
  expect((await git(folder, 'status', '--porcelain')).stdout).toBe(' M a.txt\n?? untracked.txt');
  expect((await git(folder, 'symbolic-ref', 'HEAD')).stdout).toBe('refs/heads/develop');
});

test('all branches come along, the checked-out one is the default, uncommitted work stays at home', async () => {
  const github = await openWorld();
  await github.addRepository('me/mine', { repository: await somebodysRepository() });
  const token = await tokenFor(github, { contents: 'read' }, 'me/mine');
  expect((await call(github, token, 'GET /repos/me/mine')).data.default_branch).toBe('develop');
  expect((await github.branches('me/mine')).map(({ name }) => name)).toEqual(['develop', 'trunk']);
  const { data } = await call(github, token, 'GET /repos/me/mine/contents/a.txt');
  expect(Buffer.from(data.content, 'base64').toString()).toBe('one\n');
  expect((await call(github, token, 'GET /repos/me/mine/contents/untracked.txt')).status).toBe(404);
});

test('a bare, a shallow, a linked and a detached repository can be added', async () => {
  const github = await openWorld();
  const original = await somebodysRepository();
  const parent = await folderOf({});
  await git(parent, 'clone', '--quiet', '--bare', original, 'bare');
  await git(parent, 'clone', '--quiet', '--depth=1', `file://${original}`, 'shallow');
  await git(original, 'worktree', 'add', '--quiet', join(parent, 'linked'), 'trunk');
  await git(parent, 'clone', '--quiet', original, 'detached');
  await git(join(parent, 'detached'), 'checkout', '--quiet', '--detach', 'v1');
  const defaults: Record<string, string> = {};
  for (const kind of ['bare', 'shallow', 'linked', 'detached']) {
    await github.addRepository(`me/${kind}`, { repository: join(parent, kind) });
    const token = await tokenFor(github, { contents: 'read' }, `me/${kind}`);
    defaults[kind] = (await call(github, token, `GET /repos/me/${kind}`)).data.default_branch;
    expect((await call(github, token, `GET /repos/me/${kind}/contents/a.txt`)).status).toBe(200);
  }
  expect(defaults).toEqual({ bare: 'develop', shallow: 'develop', linked: 'trunk', detached: 'checked-out' });
});

test('the same folder of files gives the same commit everywhere, without what it ignores', async () => {
  const github = await openWorld();
  const folder = await folderOf({ 'a.txt': 'one\n', '.gitignore': 'node_modules\n', 'node_modules/b': 'b' });
  const copy = await folderOf({});
  await cp(folder, copy, { recursive: true });
  await github.addRepository('me/one', { folder });
  await github.addRepository('me/two', { folder: copy });
  const [one, two] = [await github.branches('me/one'), await github.branches('me/two')];
  expect(one).toEqual(two);
  expect(await readdir(folder)).not.toContain('.git');
  const token = await tokenFor(github, { contents: 'read' }, 'me/one');
  expect((await call(github, token, 'GET /repos/me/one/contents')).data).toHaveLength(2);
});

test.each([
  ['a folder that is not there', { folder: '/nowhere/at/all' }],
  ['a folder that is no repository', { repository: '/usr' }],
  ['a path that is not there', { repository: '/nowhere/at/all' }],
])('%s is refused in words', async (_name, origin) => {
  const github = await openWorld();
  await expect(github.addRepository('me/mine', origin)).rejects.toMatchObject({
    code: 'repository_unreadable',
    whose: 'yours',
  });
  await expect(github.branches('me/mine')).rejects.toMatchObject({ code: 'repository_unknown' });
});

test('a name that could not be a repository on GitHub is refused in words', async () => {
  const github = await openWorld();
  await expect(github.addRepository('../x', { folder: '/usr' })).rejects.toMatchObject({ code: 'repository_name' });
});

test.each(['mine', '../x', 'a/..', 'a/b/c', 'a/b.git', '-a/b', 'a/b c', 'ä/b', 'a/b\n', ''])(
  '"%s" names no repository',
  (name) => {
    expect(parseRepositoryName(name)).toBeUndefined();
  },
);

test('a repository that is already there keeps what was pushed to it', async () => {
  const github = await openWorld();
  const before = await github.branches('acme/shop');
  await github.addRepository('acme/shop', { folder: await folderOf({ other: 'files' }) });
  expect(await github.branches('acme/shop')).toEqual(before);
});

test('hooks of the original do not run', async () => {
  const github = await openWorld();
  const folder = await somebodysRepository();
  const trace = join(folder, '.git', 'ran');
  for (const hook of ['post-checkout', 'pre-receive', 'reference-transaction', 'post-index-change']) {
    await writeFiles(folder, { [`.git/hooks/${hook}`]: `#!/bin/sh\ntouch ${trace}\n` });
    await git(folder, 'config', 'core.fsmonitor', `touch ${trace}`);
  }
  await github.addRepository('me/mine', { repository: folder });
  await expect(readFile(trace)).rejects.toMatchObject({ code: 'ENOENT' });
});
