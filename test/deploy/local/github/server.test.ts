import { request } from 'node:http';
import { expect, test } from 'vitest';
import { secondaryLimit } from '#deploy/local/github/faults.ts';
import { startGitHub } from '#deploy/local/github/server.ts';
import {
  call,
  cloneWithChange,
  git,
  openWorld,
  remote,
  repositoryWithBranch,
  temporaryFolder,
  tokenFor,
} from './world.ts';

const PULLS = '/repos/acme/shop/pulls';
const FIX = { title: 'Fix <img src=x>', head: 'agent/fix', base: 'main', body: '<script>alert(1)</script>' };

test('everything survives a restart', async () => {
  const dataDir = await temporaryFolder();
  const first = await startGitHub({ dataDir });
  await first.addRepository('acme/shop', { repository: await repositoryWithBranch('agent/fix') });
  const token = await tokenFor(first, { contents: 'read', pull_requests: 'write' });
  await call(first, token, `POST ${PULLS}`, FIX);
  await first.close();
  const second = await startGitHub({ dataDir });
  try {
    expect(second.app).toEqual(first.app);
    expect(second.pullRequests('acme/shop')).toMatchObject([{ number: 1, state: 'open', branch: 'agent/fix' }]);
    expect((await git(dataDir, 'ls-remote', '--heads', remote(second, token))).stdout.split('\n')).toHaveLength(2);
  } finally {
    await second.close();
  }
});

test('a port in use is told in plain words', async () => {
  const github = await openWorld();
  const port = Number(new URL(github.url).port);
  const second = startGitHub({ port, dataDir: await temporaryFolder() });
  await expect(second).rejects.toMatchObject({
    code: 'port_in_use',
    message: expect.stringContaining(`${port}`),
    whose: 'yours',
  });
});

test('a request that was meant for another host gets nothing', async () => {
  const github = await openWorld();
  const status = await new Promise((resolve) => {
    const headers = { host: 'evil.example' };
    request(`${github.url}/acme/shop/pull/1`, { headers }, (answer) => resolve(answer.resume().statusCode)).end();
  });
  expect(status).toBe(421);
});

test('an address that is none does no harm', async () => {
  const github = await openWorld();
  const status = await new Promise((resolve) => {
    request(github.url, { path: '//' }, (answer) => resolve(answer.resume().statusCode)).end();
  });
  expect(status).toBe(421);
  expect((await fetch(`${github.apiUrl}/nothing`)).status).toBe(404);
});

test('the link of a pull request opens a page that shows its text as text', async () => {
  const github = await openWorld({ shop: await repositoryWithBranch('agent/fix', { 'new file.txt': 'one\ntwo\n' }) });
  const token = await tokenFor(github, { pull_requests: 'write' }, 'acme/shop');
  const { data } = await call(github, token, 'POST /repos/acme/shop/pulls', { ...FIX, draft: true });
  const answer = await fetch(data.html_url);
  const page = await answer.text();
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page).toContain('Fix &lt;img src=x&gt;');
  expect(page).toContain('Draft</strong>');
  expect(page).toContain('+2');
  expect(page).not.toContain('<script>');
  expect((await fetch(`${github.url}/acme/shop/pull/2`)).status).toBe(404);
});

test('a route fails as often as it was told, in the way it was told', async () => {
  const github = await openWorld();
  const token = await tokenFor(github, { contents: 'read' });
  github.faults.add('GET /repos/{owner}/{repo}', secondaryLimit(7), 2);
  const limited = await call(github, token, 'GET /repos/acme/shop');
  expect(limited).toMatchObject({ status: 403, data: { message: expect.stringContaining('secondary rate limit') } });
  expect(limited.headers.get('retry-after')).toBe('7');
  expect((await call(github, token, 'GET /repos/acme/shop/commits/main')).status).toBe(200);
  expect((await call(github, token, 'GET /repos/acme/shop')).status).toBe(403);
  expect((await call(github, token, 'GET /repos/acme/shop')).status).toBe(200);
});

test('a lost answer has been applied, a lost request has not, a late answer comes', async () => {
  const github = await openWorld({ shop: await repositoryWithBranch('agent/fix') });
  const token = await tokenFor(github, { pull_requests: 'write' }, 'acme/shop');
  github.faults.add(`POST /repos/acme/shop/pulls`, { kind: 'lose_request' });
  await expect(call(github, token, `POST /repos/acme/shop/pulls`, FIX)).rejects.toThrow();
  expect(github.pullRequests('acme/shop')).toHaveLength(0);
  github.faults.add(`POST /repos/acme/shop/pulls`, { kind: 'lose_answer' });
  await expect(call(github, token, `POST /repos/acme/shop/pulls`, FIX)).rejects.toThrow();
  expect(github.pullRequests('acme/shop')).toHaveLength(1);
  github.faults.add(`PATCH /repos/acme/shop/pulls/{number}`, { kind: 'late', afterMs: 50 });
  expect((await call(github, token, `PATCH /repos/acme/shop/pulls/1`, { title: 'New' })).data.title).toBe('New');
  const statuses = github.calls
    .filter(({ path }) => path.startsWith('/repos/acme/shop/pulls'))
    .map(({ method, status }) => `${method} ${status}`);
  expect(statuses).toEqual(['POST lost', 'POST lost', 'PATCH 200']);
});

test('the answer to a push can be lost after the branch has moved', async () => {
  const github = await openWorld();
  const folder = await cloneWithChange(github, await tokenFor(github, { contents: 'write' }), 'agent/fix');
  github.faults.add('POST /{owner}/{repo}/git-receive-pack', { kind: 'lose_answer' });
  expect((await git(folder, 'push', 'origin', 'agent/fix')).exitCode).not.toBe(0);
  expect((await github.branches('acme/shop')).map(({ name }) => name)).toContain('agent/fix');
  // git asks once more on its own when a connection it had used before breaks, and is then told the branch exists.
  expect(github.calls.filter(({ method, status }) => method === 'POST' && status === 'lost')).toHaveLength(1);
});
