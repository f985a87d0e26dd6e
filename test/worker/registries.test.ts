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
    env: { npm_config_registry: 'https://npm.example.org/all/' },
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

test('a client that is not there or fails opens nothing', async () => {
  const machine = await machineWith({ python3: 'echo index.example.org; exit 1' });
  expect(await resolveRegistries(['npm', 'pypi'], machine)).toEqual({ hosts: [], folders: [], env: {} });
});

test('the question to pip is one that pip answers', async (context) => {
  const asked = await execa('python3', ['-m', 'pip', '--version'], { reject: false });
  if (asked.failed) context.skip('this machine has no pip');
  const { hosts } = await resolveRegistries(['pypi'], process.env);
  expect(hosts.length).toBeGreaterThanOrEqual(2);
});
