import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { resolveRegistries } from '#worker/registries.ts';

/** An environment with these programs, each a line of shell. */
async function machineWith(programs: Readonly<Record<string, string>>): Promise<{ PATH: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-registries-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, line] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  }
  return { PATH: folder };
}

test('a host name stands for itself', async () => {
  expect(await resolveRegistries(['files.example.org', '*.example.net'], await machineWith({}))).toEqual({
    hosts: ['files.example.org', '*.example.net'],
    folders: [],
    env: {},
  });
});

test('npm is whatever npm says it uses, without the password', async () => {
  const machine = await machineWith({
    npm: '[ "$*" = "config get registry" ] && echo https://me:secret@npm.example.org/all/',
  });
  expect(await resolveRegistries(['npm', 'npm.example.org'], machine)).toEqual({
    hosts: ['npm.example.org'],
    folders: [],
    env: {
      npm_config_registry: 'https://npm.example.org/all/',
      YARN_NPM_REGISTRY_SERVER: 'https://npm.example.org/all/',
    },
  });
});

const PIP = { hosts: ['index.example.org'], 'index-url': [], 'extra-index-url': [], 'find-links': [] };
const pip = (changes: object) => machineWith({ python3: `echo '${JSON.stringify({ ...PIP, ...changes })}'` });

test('pypi is what is configured and what pip knows by itself', async () => {
  const machine = await pip({ 'index-url': ['https://me:secret@pip.example.org/simple'] });
  expect(await resolveRegistries(['pypi'], machine)).toEqual({
    hosts: ['pip.example.org', 'index.example.org'],
    folders: [],
    env: { PIP_INDEX_URL: 'https://pip.example.org/simple' },
  });
});

test('folders of this machine that stand in for a registry are named', async () => {
  const machine = await pip({
    'extra-index-url': ['file:///srv/own/simple', 'file:///srv/more'],
    'find-links': ['/srv/wheels'],
  });
  expect(await resolveRegistries(['pypi'], machine)).toEqual({
    hosts: ['index.example.org'],
    folders: ['/srv/own', '/srv/more', '/srv/wheels'],
    env: {
      PIP_EXTRA_INDEX_URL: 'file:///srv/own/simple file:///srv/more',
      PIP_FIND_LINKS: 'file:///srv/wheels',
    },
  });
});

test('go is its proxies and whoever vouches for them, without passwords', async () => {
  const go = await machineWith({
    go: `[ "$*" = "env GOPROXY GOSUMDB" ] && printf '%s\\n' 'https://me:secret@go.example.org,https://b.example.org|direct' 'sums.example.org'`,
  });
  expect(await resolveRegistries(['go'], go)).toEqual({
    hosts: ['go.example.org', 'b.example.org', 'sums.example.org'],
    folders: [],
    env: { GOPROXY: 'https://go.example.org,https://b.example.org|direct', GOSUMDB: 'sums.example.org' },
  });
});

test('go may be told to ask nobody', async () => {
  const machine = await machineWith({ go: `printf '%s\\n' off off` });
  expect(await resolveRegistries(['go'], machine)).toEqual({
    hosts: [],
    folders: [],
    env: { GOPROXY: 'off', GOSUMDB: 'off' },
  });
});

const OTHERS: readonly [string, Record<string, string>, readonly string[]][] = [
  [
    'crates',
    {
      cargo:
        '[ -n "$CARGO_HTTP_PROXY" ] && echo "failed to download from \\`https://index.example.org/config.json\\`" >&2; exit 101',
    },
    ['index.example.org', 'static.example.org'],
  ],
  [
    'crates',
    { cargo: 'echo "failed to download from \\`https://crates.example.org/config.json\\`" >&2; exit 101' },
    ['crates.example.org'],
  ],
  [
    'maven',
    {
      mvn: 'echo "Cannot access mirror (https://maven.example.org/all) in offline mode, see (https://help.example.org)"; exit 1',
    },
    ['maven.example.org'],
  ],
  [
    'rubygems',
    { gem: `printf '*** CURRENT SOURCES ***\\n\\nhttps://gems.example.org/\\n'` },
    ['gems.example.org', 'index.gems.example.org'],
  ],
  [
    'packagist',
    {
      composer: `printf '%s\\n' '[repositories.main.type] composer' '[repositories.main.url] https://php.example.org' '[github-domains] [git.example.org]' '[cache-dir] https://no.example.org'`,
    },
    ['php.example.org', 'api.git.example.org', 'codeload.git.example.org'],
  ],
  [
    'nuget',
    {
      dotnet: `printf '%s\\n' 'E https://nuget.example.org/v3/index.json' 'D https://off.example.org/' 'EM https://machine.example.org/'`,
    },
    ['nuget.example.org', 'machine.example.org'],
  ],
];

test.each(OTHERS)('%s is what its client says: %j', async (name, programs, hosts) => {
  const machine = await machineWith(programs);
  expect(await resolveRegistries([name], machine)).toEqual({ hosts, folders: [], env: {} });
});

const ALL = ['npm', 'pypi', 'go', 'crates', 'maven', 'rubygems', 'packagist', 'nuget'];

test('a client that is not there or fails opens nothing', async () => {
  const machine = await machineWith({
    python3: 'echo index.example.org; exit 1',
    gem: 'echo https://x.example.org; exit 1',
  });
  expect(await resolveRegistries(ALL, machine)).toEqual({ hosts: [], folders: [], env: {} });
});

test('what a client says that is no address opens nothing', async () => {
  const noise = 'echo "please log in at the usual place"';
  const programs = { npm: noise, cargo: noise, mvn: noise, gem: noise, composer: noise, dotnet: noise };
  expect((await resolveRegistries(ALL, await machineWith(programs))).hosts).toEqual([]);
});

const REAL: readonly [string, readonly string[], number][] = [
  ['go', ['go', 'version'], 2],
  ['crates', ['cargo', '--version'], 1],
  ['maven', ['mvn', '--version'], 1],
  ['rubygems', ['gem', '--version'], 2],
  ['packagist', ['composer', '--version'], 3],
];
/** Maven takes its time on a busy machine. */
const REAL_MS = 120_000;

test.for(REAL)(
  'the question to the client of %s is one that it answers, without any network',
  { timeout: REAL_MS },
  async ([name, command, least], context) => {
    const [program = '', ...args] = command;
    const asked = await execa(program, args, { reject: false });
    if (asked.failed) context.skip(`this machine has no ${program}`);
    expect((await resolveRegistries([name], process.env)).hosts.length).toBeGreaterThanOrEqual(least);
  },
);

test('the question to pip is one that pip answers', async (context) => {
  const asked = await execa('python3', ['-m', 'pip', '--version'], { reject: false });
  if (asked.failed) context.skip('this machine has no pip');
  const { hosts } = await resolveRegistries(['pypi'], process.env);
  expect(hosts.length).toBeGreaterThanOrEqual(2);
});
