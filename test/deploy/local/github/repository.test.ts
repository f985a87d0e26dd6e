import { expect, test } from 'vitest';
import { call, folderOf, git, openWorld, temporaryFolder, tokenFor } from './world.ts';

const READ = { contents: 'read' };

test('a repository is described as GitHub does', async () => {
  const github = await openWorld();
  const { data } = await call(github, await tokenFor(github, READ), 'GET /repos/acme/shop');
  expect(data).toMatchObject({
    full_name: 'acme/shop',
    default_branch: 'main',
    archived: false,
    clone_url: `${github.url}/acme/shop.git`,
  });
});

test('names of repositories are the same in upper and lower case', async () => {
  const github = await openWorld();
  expect((await call(github, await tokenFor(github, READ), 'GET /repos/Acme/SHOP')).data.full_name).toBe('acme/shop');
});

test('what a token may not see does not exist', async () => {
  const github = await openWorld();
  await github.addRepository('acme/other', { folder: await folderOf({ a: '1' }) });
  const token = await tokenFor(github, READ, 'acme/other');
  expect(await call(github, token, 'GET /repos/acme/shop')).toMatchObject({
    status: 404,
    data: { message: 'Not Found' },
  });
  expect((await call(github, token, 'GET /repos/acme/none')).status).toBe(404);
});

test('an uninstalled repository is gone for tokens made before', async () => {
  const github = await openWorld();
  const token = await tokenFor(github, READ);
  await github.addRepository('acme/shop', { folder: '/unused' }, { installed: false });
  expect((await call(github, token, 'GET /repos/acme/shop')).status).toBe(404);
});

test("a call without credentials and a missing permission are refused in GitHub's words", async () => {
  const github = await openWorld();
  const anonymous = await fetch(`${github.apiUrl}/repos/acme/shop`);
  expect(anonymous.status).toBe(401);
  const answer = await call(
    github,
    await tokenFor(github, { checks: 'read' }),
    'GET /repos/acme/shop/contents/README.md',
  );
  expect(answer).toMatchObject({
    status: 403,
    data: { message: 'Resource not accessible by integration', status: '403' },
  });
  expect(answer.headers.get('x-accepted-github-permissions')).toBe('contents=read');
});

test('a branch with slashes in its name has its commit, however it is encoded', async () => {
  const github = await openWorld();
  const folder = await folderOf({ a: '1' });
  await git(folder, 'init', '--quiet');
  await git(folder, 'add', '.');
  await git(folder, 'commit', '--quiet', '-m', 'One');
  await git(folder, 'branch', 'agent/fix/cart#1');
  const { stdout: commit } = await git(folder, 'rev-parse', 'HEAD');
  await github.addRepository('acme/slashes', { repository: folder });
  const token = await tokenFor(github, READ, 'acme/slashes');
  for (const path of ['heads%2Fagent%2Ffix%2Fcart%231', 'heads/agent/fix/cart%231']) {
    const { data } = await call(github, token, `GET /repos/acme/slashes/git/ref/${path}`);
    expect(data).toMatchObject({ ref: 'refs/heads/agent/fix/cart#1', object: { type: 'commit', sha: commit } });
  }
});

test('what is no branch has no commit, whatever it looks like', async () => {
  const github = await openWorld();
  const token = await tokenFor(github, READ);
  for (const ref of [
    'heads/none',
    'heads/MAIN',
    'tags/v1',
    'heads/..',
    'heads/-x',
    'heads/a b',
    'heads/main^',
    'main',
  ]) {
    const answer = await call(github, token, `GET /repos/acme/shop/git/ref/${encodeURIComponent(ref)}`);
    expect(answer, ref).toMatchObject({ status: 404, data: { message: 'Not Found' } });
  }
});

test('an empty repository says so', async () => {
  const github = await openWorld();
  const folder = await temporaryFolder();
  await git(folder, 'init', '--quiet');
  await github.addRepository('acme/empty', { repository: folder });
  const token = await tokenFor(github, READ, 'acme/empty');
  const ref = await call(github, token, 'GET /repos/acme/empty/git/ref/heads/main');
  expect(ref).toMatchObject({ status: 409, data: { message: 'Git Repository is empty.' } });
  expect((await call(github, token, 'GET /repos/acme/empty/contents/README.md')).data.message).toBe(
    'This repository is empty.',
  );
});

test('a commit is shown by branch, by id, and not when there is none', async () => {
  const github = await openWorld();
  const token = await tokenFor(github, READ);
  const { data } = await call(github, token, 'GET /repos/acme/shop/commits/main');
  expect(data).toMatchObject({
    commit: { message: 'Initial commit', author: { date: '2025-01-01T00:00:00Z' } },
    parents: [],
  });
  expect((await call(github, token, `GET /repos/acme/shop/commits/${data.sha}`)).data.sha).toBe(data.sha);
  expect((await call(github, token, `GET /repos/acme/shop/commits/${'0'.repeat(40)}`)).status).toBe(422);
});

test('files come as JSON and raw, folders as lists, the rest not at all', async () => {
  const github = await openWorld({ files: { 'README.md': 'Grüße\n', 'src/a b?.js': 'x' } });
  const token = await tokenFor(github, READ);
  const { data } = await call(github, token, 'GET /repos/acme/shop/contents/README.md?ref=main');
  expect(data).toMatchObject({ type: 'file', encoding: 'base64', size: 8 });
  expect(Buffer.from(data.content, 'base64').toString()).toBe('Grüße\n');
  const folder = await call(github, token, 'GET /repos/acme/shop/contents/src');
  expect(folder.data).toMatchObject([{ type: 'file', path: 'src/a b?.js' }]);
  expect((await call(github, token, 'GET /repos/acme/shop/contents/src%2Fa%20b%3F.js')).data.size).toBe(1);
  expect((await call(github, token, 'GET /repos/acme/shop/contents/src/none')).status).toBe(404);
  expect((await call(github, token, 'GET /repos/acme/shop/contents/README.md?ref=none')).status).toBe(404);
  const headers = { authorization: `token ${token}`, accept: 'application/vnd.github.raw+json' };
  const raw = await fetch(`${github.apiUrl}/repos/acme/shop/contents/README.md`, { headers });
  expect(await raw.text()).toBe('Grüße\n');
});
