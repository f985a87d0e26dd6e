import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { LocalGitHub } from '#deploy/local/github/server.ts';
import { cloneWithChange, folderOf, git, openWorld, remote, temporaryFolder, tokenFor } from './world.ts';

const READ = { contents: 'read' };
const PUSH = { contents: 'write' };

test('a clone has the files, and a push makes a branch', async () => {
  const github = await openWorld();
  const folder = await cloneWithChange(github, await tokenFor(github, PUSH), 'agent/fix');
  expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('# Shop\n');
  expect(await git(folder, 'push', 'origin', 'agent/fix')).toMatchObject({ exitCode: 0 });
  expect((await github.branches('acme/shop')).map(({ name }) => name)).toEqual(['agent/fix', 'main']);
});

test.each([
  ['shallow', ['--depth=1'], 1],
  ['without blobs', ['--filter=blob:none', '--no-checkout'], 2],
])('a clone may be %s', async (_name, options, commits) => {
  const github = await openWorld();
  const folder = await cloneWithChange(github, await tokenFor(github, PUSH), 'agent/fix');
  await git(folder, 'push', 'origin', 'agent/fix');
  const clone = join(await temporaryFolder(), 'clone');
  const address = remote(github, await tokenFor(github, READ));
  expect(await git(dirname(clone), 'clone', ...options, '--branch=agent/fix', address, clone)).toMatchObject({
    exitCode: 0,
  });
  expect((await git(clone, 'rev-list', '--count', 'HEAD')).stdout).toBe(`${commits}`);
  expect((await git(clone, 'rev-list', '--objects', '--missing=print', 'HEAD')).stdout.includes('?')).toBe(
    commits === 2,
  );
});

test('a commit can be fetched by its id alone', async () => {
  const github = await openWorld();
  const commit = (await github.branches('acme/shop'))[0]?.commit ?? '';
  const folder = await temporaryFolder();
  await git(folder, 'init', '--quiet');
  const address = remote(github, await tokenFor(github, READ));
  expect(await git(folder, 'fetch', '--depth=1', address, commit)).toMatchObject({ exitCode: 0 });
});

test.each([
  ['no token', undefined, 401],
  ['a token that never was', 'ghs_never', 401],
])('with %s nothing is served', async (_name, token, status) => {
  const github = await openWorld();
  const headers = token === undefined ? {} : { authorization: basic(token) };
  const answer = await fetch(`${github.url}/acme/shop.git/info/refs?service=git-upload-pack`, { headers });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('www-authenticate')).toBe('Basic realm="GitHub"');
});

test('an expired token fetches nothing', async () => {
  let now = Date.parse('2026-03-01T12:00:00Z');
  const github = await openWorld({ now: () => now });
  const address = remote(github, await tokenFor(github, READ));
  const folder = await temporaryFolder();
  expect((await git(folder, 'ls-remote', address)).exitCode).toBe(0);
  now += 60 * 60_000;
  expect(await git(folder, 'ls-remote', address)).toMatchObject({
    exitCode: 128,
    words: expect.stringMatching(/Authentication failed/),
  });
});

test('a read token cannot push', async () => {
  const github = await openWorld();
  const folder = await cloneWithChange(github, await tokenFor(github, READ), 'agent/fix');
  const push = await git(folder, 'push', 'origin', 'agent/fix');
  expect(push.exitCode).toBe(128);
  expect(push.words).toMatch(/Permission to acme\/shop\.git denied to bellhop\[bot\]/);
  expect(push.words).toMatch(/403/);
});

test('a token of another repository finds nothing', async () => {
  const github = await openWorld();
  await github.addRepository('acme/other', { folder: await folderOf({ a: '1' }) });
  const address = remote(github, await tokenFor(github, PUSH, 'acme/other'), 'acme/shop');
  const answer = await git(await temporaryFolder(), 'ls-remote', address);
  expect(answer).toMatchObject({ exitCode: 128, words: expect.stringMatching(/Repository not found/) });
});

test('an archived repository is fetched from and not pushed to', async () => {
  const github = await openWorld();
  const folder = await cloneWithChange(github, await tokenFor(github, PUSH), 'agent/fix');
  await github.addRepository('acme/shop', { folder: '/unused' }, { archived: true });
  expect((await git(folder, 'fetch')).exitCode).toBe(0);
  expect((await git(folder, 'push', 'origin', 'agent/fix')).words).toMatch(/archived so it is read-only/);
});

test('the default branch takes no push, and another branch may be forced', async () => {
  const github = await openWorld();
  const folder = await cloneWithChange(github, await tokenFor(github, PUSH), 'agent/fix');
  const toMain = await git(folder, 'push', 'origin', 'HEAD:main');
  expect(toMain).toMatchObject({ exitCode: 1, words: expect.stringMatching(/GH006: Protected branch/) });
  expect((await git(folder, 'push', 'origin', ':main')).exitCode).toBe(1);
  await git(folder, 'push', 'origin', 'agent/fix');
  await git(folder, 'commit', '--amend', '-m', 'Another history');
  expect((await git(folder, 'push', 'origin', 'agent/fix')).exitCode).toBe(1);
  expect((await git(folder, 'push', '--force', 'origin', 'agent/fix')).exitCode).toBe(0);
});

test('pushes of different branches at the same time all arrive, of the same branch one', async () => {
  const github = await openWorld();
  const token = await tokenFor(github, PUSH);
  const folders = await Promise.all([1, 2, 3, 4].map((each) => cloneWithChange(github, token, `agent/${each}`)));
  const apart = await Promise.all(folders.map((folder) => git(folder, 'push', 'origin', 'HEAD')));
  expect(apart.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
  const together = await Promise.all(folders.map((folder) => git(folder, 'push', 'origin', 'HEAD:agent/same')));
  expect(together.filter(({ exitCode }) => exitCode === 0)).toHaveLength(1);
  const heads = await Promise.all(folders.map(async (folder) => (await git(folder, 'rev-parse', 'HEAD')).stdout));
  const same = (await github.branches('acme/shop')).find(({ name }) => name === 'agent/same');
  expect(heads).toContain(same?.commit);
});

test('a push of many megabytes arrives whole', async () => {
  const github = await openWorld();
  const folder = await cloneWithChange(github, await tokenFor(github, PUSH), 'agent/large');
  const noise = randomBytes(8 * 1024 * 1024);
  await writeFile(join(folder, 'noise.bin'), noise);
  await git(folder, 'add', '.');
  await git(folder, 'commit', '--quiet', '-m', 'Noise');
  expect((await git(folder, 'push', 'origin', 'agent/large')).exitCode).toBe(0);
  const clone = join(await temporaryFolder(), 'clone');
  await git(
    dirname(clone),
    'clone',
    '--quiet',
    '--branch=agent/large',
    remote(github, await tokenFor(github, READ)),
    clone,
  );
  const arrived = createHash('sha256')
    .update(await readFile(join(clone, 'noise.bin')))
    .digest('hex');
  expect(arrived).toBe(createHash('sha256').update(noise).digest('hex'));
});

test('a compressed request is understood', async () => {
  const github = await openWorld();
  const commit = (await github.branches('acme/shop'))[0]?.commit ?? '';
  const want = `want ${commit} no-progress\n`;
  const body = `${(want.length + 4).toString(16).padStart(4, '0')}${want}00000009done\n`;
  const answer = await post(github, await tokenFor(github, READ), gzipSync(body));
  expect(answer.toString('latin1')).toContain('PACK');
});

test('a client that goes away in the middle leaves the server well', async () => {
  const github = await openWorld();
  const token = await tokenFor(github, PUSH);
  await new Promise<void>((gone) => {
    const half = request(`${github.url}/acme/shop.git/git-receive-pack`, {
      method: 'POST',
      headers: { authorization: basic(token), 'content-type': 'application/x-git-receive-pack-request' },
    });
    half.once('error', () => gone());
    half.write('00', () => setTimeout(() => half.destroy(new Error('gone')), 50));
  });
  expect((await git(await temporaryFolder(), 'ls-remote', remote(github, token))).exitCode).toBe(0);
});

test.each([
  '/acme/shop.git/info/refs',
  '/acme/shop.git/HEAD',
  '/acme/shop.git/objects/info/packs',
  '/acme/..%2f/info/refs?service=git-upload-pack',
])('nothing but the smart protocol is served: %s', async (path) => {
  const github = await openWorld();
  const headers = { authorization: basic(await tokenFor(github, PUSH)) };
  expect((await fetch(`${github.url}${path}`, { headers })).status).toBe(404);
});

function basic(token: string): string {
  return `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
}

async function post(github: LocalGitHub, token: string, body: Buffer): Promise<Buffer> {
  const headers = {
    authorization: basic(token),
    'content-type': 'application/x-git-upload-pack-request',
    'content-encoding': 'gzip',
  };
  const answer = await fetch(`${github.url}/acme/shop.git/git-upload-pack`, {
    method: 'POST',
    headers,
    body: new Uint8Array(body),
  });
  return Buffer.from(await answer.arrayBuffer());
}
