import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { initialise, readFileAt, storeText, treeWith } from '#worker/commits.ts';
import { type Git, openGit } from '#worker/git.ts';
import { dependenciesDiffer, touchedBetween } from '#worker/steps/definitions.ts';

type Files = Readonly<Record<string, string>>;

async function openRepository(): Promise<{ git: Git; commit: (files: Files) => Promise<string>; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-definitions-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'repository'));
  const git = openGit(join(folder, 'repository', '.git'), process.env);
  await initialise(git, 'main');
  const empty = (await git.run(['mktree'], { input: '' })).trim();
  const commit = async (files: Files) => {
    const entries = new Map<string, string>();
    for (const [path, text] of Object.entries(files)) entries.set(path, await storeText(git, text));
    const tree = await treeWith(git, empty, entries, join(folder, 'index'));
    return (await git.run(['commit-tree', tree], { input: 'x' })).trim();
  };
  return { git, commit, folder };
}

/** What the checks would see of a change. */
async function checked(before: Files, after: Files) {
  const { git, commit, folder } = await openRepository();
  const [base, head] = [await commit(before), await commit(after)];
  const touched = await touchedBetween(git, { base, head });
  const tree = await treeWith(git, head, touched.definitions, join(folder, 'index'));
  const read = (path: string) => readFileAt(git, tree, path);
  return { read, called: [...touched.definitions.keys()], reinstalls: touched.dependencies };
}

const manifest = (fields: object) => JSON.stringify({ name: 'shop', scripts: { test: 'node --test' }, ...fields });

test('a definition is as base has it, and is called out', async () => {
  const { read, called } = await checked(
    { '.agent.yml': 'checks: real', 'a.ts': 'one' },
    { '.agent.yml': 'checks: none', 'a.ts': 'two' },
  );
  expect(await read('.agent.yml')).toBe('checks: real');
  expect(await read('a.ts')).toBe('two');
  expect(called).toEqual(['.agent.yml']);
});

test('a definition that the change adds is not there, and one it takes away is', async () => {
  const { read, called } = await checked({ Makefile: 'test:' }, { 'vitest.config.ts': 'export default {}' });
  expect(await read('vitest.config.ts')).toBeUndefined();
  expect(await read('Makefile')).toBe('test:');
  expect(called.toSorted()).toEqual(['Makefile', 'vitest.config.ts']);
});

test('of a manifest only the scripts and the runners’ settings are as base has them', async () => {
  const { read, called, reinstalls } = await checked(
    { 'package.json': manifest({}) },
    { 'package.json': manifest({ scripts: { test: 'true' }, dependencies: { left: '1' } }) },
  );
  expect(JSON.parse((await read('package.json')) ?? '')).toEqual({
    name: 'shop',
    scripts: { test: 'node --test' },
    dependencies: { left: '1' },
  });
  expect(called).toEqual(['package.json']);
  expect(reinstalls).toBe(true);
});

test('a manifest whose checks stay is not called out, and installs again only for other dependencies', async () => {
  const version = await checked({ 'package.json': manifest({}) }, { 'package.json': manifest({ version: '2.0.0' }) });
  expect(version).toMatchObject({ called: [], reinstalls: false });
  const dependency = await checked(
    { 'package.json': manifest({}) },
    { 'package.json': manifest({ dependencies: { a: '1' } }) },
  );
  expect(dependency).toMatchObject({ called: [], reinstalls: true });
});

test('a file in the way of a definition makes room for it', async () => {
  const { read } = await checked({ 'web/package.json': manifest({}) }, { web: 'now a file' });
  expect(await read('web/package.json')).toBe(manifest({}));
});

test.each([
  ['package-lock.json', '{"a":1}', '{"a":2}', true],
  ['package.json', '{"dependencies":{"a":"1","b":"1"}}', '{"dependencies":{"b":"1","a":"1"}, "x": 1}', false],
  ['package.json', '{"devDependencies":{}}', '{"devDependencies":{"a":"1"}}', true],
  ['package.json', '{"workspaces":["a"]}', 'broken', true],
  ['requirements.txt', 'a==1', undefined, true],
])('%s from %s to %s installs again: %s', (path, base, head, again) => {
  expect(dependenciesDiffer({ path, base, head })).toBe(again);
});
