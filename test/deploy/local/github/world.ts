import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App } from '@octokit/app';
import { Octokit } from '@octokit/core';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { type LocalGitHub, startGitHub } from '#deploy/local/github/server.ts';

const PERSON = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', '-c', 'init.defaultBranch=main'];
const ENVIRONMENT = {
  PATH: process.env.PATH ?? '',
  HOME: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
};

/** Real git, as a person or a worker would run it. Never rejects: its exit code and words are what tests look at. */
export async function git(folder: string, ...args: readonly string[]) {
  const options = { cwd: folder, env: ENVIRONMENT, extendEnv: false, all: true, reject: false } as const;
  const { exitCode, all, stdout } = await execa('git', [...PERSON, ...args], options);
  return { exitCode, words: all, stdout };
}

/** A folder of its own that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-github-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export type Files = Readonly<Record<string, string>>;

export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

export async function folderOf(files: Files): Promise<string> {
  const folder = await temporaryFolder();
  await writeFiles(folder, files);
  return folder;
}

interface World {
  readonly files?: Files;
  /** A git repository to take for `acme/shop` instead of files. */
  readonly shop?: string;
  readonly now?: () => number;
}

/** A local GitHub with `acme/shop` on it, closed after the test. */
export async function openWorld({ files = SHOP, shop, now = Date.now }: World = {}): Promise<LocalGitHub> {
  const dataDir = await temporaryFolder();
  await writeFile(join(dataDir, 'app.pem'), APP_KEY); // To make one takes longer than most tests.
  const github = await startGitHub({ dataDir, now });
  onTestFinished(() => github.close());
  await github.addRepository(
    'acme/shop',
    shop === undefined ? { folder: await folderOf(files) } : { repository: shop },
  );
  return github;
}

const SHOP: Files = { 'README.md': '# Shop\n', 'src/cart.js': 'export const total = 0;\n' };

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const APP_KEY = privateKey.export({ type: 'pkcs1', format: 'pem' });

/** A person's git repository: `main`, and one branch that is a commit ahead of it. */
export async function repositoryWithBranch(branch: string, files: Files = { 'new.txt': 'new\n' }): Promise<string> {
  const folder = await folderOf(SHOP);
  await git(folder, 'init', '--quiet');
  for (const [name, changed] of [
    ['main', SHOP],
    [branch, files],
  ] as const) {
    if (name !== 'main') await git(folder, 'checkout', '--quiet', '-b', name);
    await writeFiles(folder, changed);
    await git(folder, 'add', '.');
    await git(folder, 'commit', '--quiet', '-m', `Work on ${name}`);
  }
  await git(folder, 'checkout', '--quiet', 'main');
  return folder;
}

/** The App's own client, as octokit's documentation sets it up. */
export function appOf(
  github: LocalGitHub,
  privateKey = github.app.privateKey,
  appId: number | string = github.app.id,
): Octokit {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  return new App({ appId, privateKey, log, Octokit: Octokit.defaults({ baseUrl: github.apiUrl }) }).octokit;
}

export async function installationOf(github: LocalGitHub, repository = 'acme/shop'): Promise<number> {
  const { data } = await appOf(github).request(`GET /repos/${repository}/installation`);
  return data.id;
}

export type Permissions = Readonly<Record<string, string>>;

/** A token for one repository. */
export async function tokenFor(
  github: LocalGitHub,
  permissions: Permissions,
  repository = 'acme/shop',
): Promise<string> {
  const { data } = await appOf(github).request('POST /app/installations/{installation_id}/access_tokens', {
    installation_id: await installationOf(github, repository),
    repositories: [repository.split('/')[1] ?? ''],
    permissions,
  });
  return data.token;
}

/** One plain REST call: what came back, nothing thrown. */
export async function call(github: LocalGitHub, token: string, route: string, body?: unknown) {
  const [method = 'GET', path = '/'] = route.split(' ');
  const headers = { authorization: `token ${token}`, accept: 'application/vnd.github+json' };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await fetch(`${github.apiUrl}${path}`, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, data: text === '' ? undefined : JSON.parse(text) };
}

/** The address git uses, with a token in it. */
export function remote(github: LocalGitHub, token: string, repository = 'acme/shop'): string {
  return `${github.url.replace('//', `//x-access-token:${token}@`)}/${repository}.git`;
}

/** A clone with one more commit on a new branch; nothing is pushed. */
export async function cloneWithChange(
  github: LocalGitHub,
  token: string,
  branch: string,
  files: Files = { 'new.txt': branch },
) {
  const folder = join(await temporaryFolder(), 'clone');
  await git(dirname(folder), 'clone', '--quiet', remote(github, token), folder);
  await git(folder, 'checkout', '--quiet', '-b', branch);
  await writeFiles(folder, files);
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '-m', `Change on ${branch}`);
  return folder;
}
