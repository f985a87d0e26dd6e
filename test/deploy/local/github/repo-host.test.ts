import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type Fault, secondaryLimit } from '#deploy/local/github/faults.ts';
import type { LocalGitHub } from '#deploy/local/github/server.ts';
import { boundedFetch } from '#shared/adapters/github/bounded-fetch.ts';
import { githubRepoHost } from '#shared/adapters/github/repo-host.ts';
import { openWorld, repositoryWithBranch } from './world.ts';

const FIX = { repository: 'acme/shop', branch: 'agent/fix', base: 'main', title: 'Fix', body: 'Why', draft: false };
const POST = 'POST /repos/{owner}/{repo}/pulls';
const HEAD = 'GET /repos/{owner}/{repo}/git/ref/{ref}';
const BROKEN: Fault = { kind: 'answer', status: 502 };

async function open() {
  const github = await openWorld({ shop: await repositoryWithBranch('agent/fix') });
  return { github, host: hostOf(github) };
}

function hostOf(github: LocalGitHub, change: { appId?: number; privateKey?: string } = {}) {
  return githubRepoHost({
    appId: github.app.id,
    privateKey: github.app.privateKey,
    ...change,
    apiUrl: github.apiUrl,
    secondMs: 10,
  });
}

function answer(status: number, message: string, headers: Record<string, string> = {}): Fault {
  return { kind: 'answer', status, headers, body: { message } };
}

function posts({ calls }: LocalGitHub): number {
  return calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/pulls')).length;
}

test('a call that only asks is repeated when GitHub is broken for a moment', async () => {
  const { github, host } = await open();
  github.faults.add(HEAD, BROKEN);
  github.faults.add(HEAD, { kind: 'lose_answer' });
  expect(await host.head('acme/shop', 'main')).toMatch(/^[0-9a-f]{40}$/);
});

test('it is not repeated without end', async () => {
  const { github, host } = await open();
  github.faults.add(HEAD, BROKEN, 100);
  await expect(host.head('acme/shop', 'main')).rejects.toMatchObject({
    code: 'github_unavailable',
    whose: 'transient',
  });
  expect(github.calls.filter(({ path }) => path.includes('/git/ref/'))).toHaveLength(3);
});

test('a pull request whose answer was lost is found, not opened again', async () => {
  const { github, host } = await open();
  github.faults.add(POST, { kind: 'lose_answer' });
  expect(await host.openPullRequest(FIX)).toMatchObject({ number: 1 });
  expect(posts(github)).toBe(1);
  expect(github.pullRequests('acme/shop')).toHaveLength(1);
});

test('one that was never opened is opened', async () => {
  const { github, host } = await open();
  github.faults.add(POST, { kind: 'lose_request' });
  expect(await host.openPullRequest(FIX)).toMatchObject({ number: 1 });
  expect(github.pullRequests('acme/shop')).toHaveLength(1);
});

test('opening is not tried without end, and the last try is looked after too', async () => {
  const { github, host } = await open();
  github.faults.add(POST, BROKEN, 3);
  await expect(host.openPullRequest(FIX)).rejects.toMatchObject({ code: 'github_unavailable', whose: 'transient' });
  expect(posts(github)).toBe(3);
  github.faults.add(POST, BROKEN, 2);
  github.faults.add(POST, { kind: 'lose_answer' });
  expect(await host.openPullRequest(FIX)).toMatchObject({ number: 1 });
  expect(posts(github)).toBe(6);
});

test('a pull request somebody opened between looking and opening is brought up to date', async () => {
  const { github, host } = await open();
  const other = hostOf(github);
  github.faults.add('GET /repos/{owner}/{repo}/pulls', { kind: 'answer', status: 200, body: [] });
  await other.openPullRequest({ ...FIX, title: 'By another' });
  github.faults.add('GET /repos/{owner}/{repo}/pulls', { kind: 'answer', status: 200, body: [] });
  expect(await host.openPullRequest(FIX)).toMatchObject({ number: 1 });
  expect(github.pullRequests('acme/shop')).toMatchObject([{ title: 'Fix' }]);
});

test('where drafts are not to be had it is opened without, and the result says so', async () => {
  const { github, host } = await open();
  github.faults.add(POST, answer(422, 'Draft pull requests are not supported in this repository.'));
  expect(await host.openPullRequest({ ...FIX, draft: true })).toMatchObject({ draft: false });
});

test('a short wait GitHub asks for is kept', async () => {
  const { github, host } = await open();
  github.faults.add(HEAD, secondaryLimit(3), 2);
  expect(await host.head('acme/shop', 'main')).toMatch(/^[0-9a-f]{40}$/);
});

test.each([
  ['a long wait', secondaryLimit(3600), 1, /60 min/],
  ['limit upon limit', secondaryLimit(1), 3, /1 min/],
  [
    'a spent rate',
    answer(403, 'API rate limit exceeded', {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': `${Math.floor(Date.now() / 1000) + 7200}`,
    }),
    1,
    /minutes/,
  ],
])('%s is told instead of waited for', async (_name, fault, calls, remedy) => {
  const { github, host } = await open();
  github.faults.add(HEAD, fault, 100);
  const told = { code: 'github_busy', whose: 'transient', remedy: expect.stringMatching(remedy) };
  await expect(host.head('acme/shop', 'main')).rejects.toMatchObject(told);
  expect(github.calls.filter(({ path }) => path.includes('/git/ref/'))).toHaveLength(calls);
});

test('a token GitHub no longer takes is replaced once', async () => {
  const { github, host } = await open();
  await host.head('acme/shop', 'main');
  github.faults.add(HEAD, answer(401, 'Bad credentials'));
  expect(await host.head('acme/shop', 'main')).toMatch(/^[0-9a-f]{40}$/);
  github.faults.add(HEAD, answer(401, 'Bad credentials'), 2);
  await expect(host.head('acme/shop', 'main')).rejects.toMatchObject({ code: 'github_app_refused', whose: 'service' });
});

test('an App taken off a repository and installed again is found again', async () => {
  const { github, host } = await open();
  await host.token('acme/shop', 'read');
  await github.addRepository('acme/shop', { folder: '/unused' }, { installed: false });
  await expect(host.token('acme/shop', 'read')).rejects.toMatchObject({ code: 'repository_unreachable' });
  await github.addRepository('acme/shop', { folder: '/unused' });
  expect(await host.token('acme/shop', 'read')).toMatchObject({ token: expect.stringMatching(/^ghs_/) });
});

test("credentials that are not the App's are a problem of whoever runs the bot", async () => {
  const { github } = await open();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const another = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const refused = { code: 'github_app_refused', whose: 'service' };
  await expect(hostOf(github, { privateKey: another }).repository('acme/shop')).rejects.toMatchObject(refused);
  await expect(hostOf(github, { appId: 7 }).repository('acme/shop')).rejects.toMatchObject(refused);
  expect(() => hostOf(github, { privateKey: 'no key' })).toThrow(/private key cannot be read/);
});

test.each([
  [
    'a missing permission',
    403,
    'Resource not accessible by integration',
    'github_permission_missing',
    /pull_requests=write/,
  ],
  ['an archived repository', 403, 'Repository was archived so is read-only.', 'repository_archived', /unarchive/],
  ['a suspended App', 403, 'This installation has been suspended', 'repository_unreachable', /suspension/],
  ['anything else', 422, 'Validation Failed', 'github_refused', /Retry/],
])('%s is told with its remedy', async (_name, status, message, code, remedy) => {
  const { github, host } = await open();
  github.faults.add(POST, answer(status, message, { 'x-accepted-github-permissions': 'pull_requests=write' }));
  await expect(host.openPullRequest(FIX)).rejects.toMatchObject({ code, remedy: expect.stringMatching(remedy) });
});

test('a permission the App was never given is told when a token is asked for', async () => {
  const { github, host } = await open();
  const message = 'The permissions requested are not granted to this installation.';
  github.faults.add('POST /app/installations/{id}/access_tokens', answer(422, message));
  await expect(host.token('acme/shop', 'push')).rejects.toMatchObject({
    code: 'github_permission_missing',
    whose: 'service',
  });
});

test("an answer that is none of GitHub's is not believed", async () => {
  const { github, host } = await open();
  const body = { full_name: 'acme/shop', default_branch: 'main', archived: false, clone_url: 'file:///etc/passwd' };
  github.faults.add('GET /repos/{owner}/{repo}', { kind: 'answer', status: 200, body });
  await expect(host.repository('acme/shop')).rejects.toMatchObject({ code: 'github_unreadable', whose: 'service' });
});

test('a GitHub that is not there is told as such', async () => {
  const { github, host } = await open();
  await github.close();
  await expect(host.repository('acme/shop')).rejects.toMatchObject({ code: 'github_unavailable', whose: 'transient' });
});

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a request ends when no answer comes, or when it comes without end', async () => {
  const silent = await serving(() => undefined);
  const halting = await serving((_request, response) => void response.write('half'));
  const fetch = boundedFetch({ timeoutMs: 50, maxBytes: 100, longer: 'refuse' });
  await expect(fetch(silent)).rejects.toMatchObject({ name: 'TimeoutError' });
  await expect(fetch(halting)).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('an answer that is too long is refused or cut between characters', async () => {
  const url = await serving((_request, response) => void response.end('aéé'));
  const refusing = boundedFetch({ timeoutMs: 5_000, maxBytes: 4, longer: 'refuse' });
  await expect(refusing(url)).rejects.toThrow(/longer than 4 bytes/);
  const cutting = boundedFetch({ timeoutMs: 5_000, maxBytes: 4, longer: 'cut' });
  expect(await (await cutting(url)).text()).toBe('aé');
  const fitting = boundedFetch({ timeoutMs: 5_000, maxBytes: 5, longer: 'refuse' });
  expect(await (await fitting(url)).text()).toBe('aéé');
});
