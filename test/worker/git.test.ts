import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { entriesBetween } from '#worker/change/entries.ts';
import { checkOut, commitAll, initialise, leftovers, patchBetween } from '#worker/commits.ts';
import { type Git, openGit } from '#worker/git.ts';
import { connectRemote } from '#worker/remote.ts';
import { type GitHost, openGitHost, PUSH_TOKEN, READ_TOKEN } from './stage/git-host.ts';

const NEVER = new AbortController().signal;
const BRANCH = 'agent/t0123456789a';

interface Place {
  readonly folder: string;
  readonly workTree: string;
  readonly git: Git;
  readonly host: GitHost;
}

async function openPlace(environment: NodeJS.ProcessEnv = process.env): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-git-'));
  const host = await openGitHost();
  onTestFinished(async () => {
    await host.close();
    await rm(folder, { recursive: true });
  });
  const workTree = join(folder, 'workspace');
  await mkdir(workTree);
  await mkdir(join(folder, 'repository'));
  return { folder, workTree, host, git: openGit(join(folder, 'repository', '.git'), environment) };
}

async function put(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Makes `main` of the host hold these files, and a submodule called `sub`. */
async function publish({ host }: Place, files: Readonly<Record<string, string>>): Promise<void> {
  const blobs = await Promise.all(
    Object.entries(files).map(async ([path, text]) => [path, `100644 blob ${await host.write(text)}`] as const),
  );
  const tree = await host.mktree({ ...Object.fromEntries(blobs), sub: `160000 commit ${'1'.repeat(40)}` });
  const commit = await host.git(
    '-c',
    'user.name=S',
    '-c',
    'user.email=s@example.org',
    'commit-tree',
    tree,
    '-m',
    'First',
  );
  await host.git('update-ref', 'refs/heads/main', commit);
}

async function bring({ git, host, workTree }: Place): Promise<string> {
  await initialise(git, BRANCH);
  const remote = connectRemote(git, { url: host.url, token: READ_TOKEN }, NEVER);
  await remote.fetch(['main']);
  const base = (await remote.branches()).get('main') ?? '';
  await git.run(['update-ref', 'HEAD', base]);
  await checkOut(git, base, { workTree, signal: NEVER });
  return base;
}

test('nothing a repository or an agent brings is run by git on the host', async () => {
  const place = await openPlace();
  const { folder, workTree, git } = place;
  const trap = (name: string) => `touch ${join(folder, `sprung-${name}`)}; cat`;
  const isSprung = (name: string) => existsSync(join(folder, `sprung-${name}`));
  await publish(place, {
    '.gitattributes': '* filter=evil diff=evil\n',
    '.gitmodules': `[submodule "sub"]\n\tpath = sub\n\turl = file://${folder}\n\tupdate = !${trap('update')}\n`,
    'a.txt': 'one\n',
  });
  const base = await bring(place);
  // What a hostile agent can leave in its room: a repository in the submodule's place, with programs in its configuration.
  const config = `[core]\n\trepositoryformatversion = 0\n\tfsmonitor = "${trap('fsmonitor')}"\n[filter "evil"]\n\tclean = "${trap('clean')}"\n`;
  const inner = {
    '.git/HEAD': '1'.repeat(40),
    '.git/config': config,
    '.gitattributes': '* filter=evil\n',
    'x.txt': 'x\n',
  };
  await put(workTree, { 'a.txt': 'two\n', 'hooks/pre-commit': `#!/bin/sh\n${trap('hook')}\n` });
  for (const name of ['sub', 'deep/er/new']) {
    await put(join(workTree, name), inner);
    await Promise.all(['objects', 'refs'].map((each) => mkdir(join(workTree, name, '.git', each))));
  }
  await execa('git', ['status'], { cwd: join(workTree, 'sub'), reject: false });
  expect(isSprung('fsmonitor'), 'the trap itself works').toBe(true);
  await rm(join(folder, 'sprung-fsmonitor'));

  await leftovers(git, workTree);
  const head = (await commitAll(git, workTree, { parent: base, message: 'Two', signal: NEVER })) ?? '';
  await patchBetween(git, base, head);
  expect((await entriesBetween(git, base, head)).map(({ path }) => path)).toEqual([
    'a.txt',
    'deep/er/new/.gitattributes',
    'deep/er/new/x.txt',
    'hooks/pre-commit',
  ]);
  for (const name of ['fsmonitor', 'clean', 'hook', 'update']) expect(isSprung(name), name).toBe(false);
});

test('configuration of the machine and of the user changes nothing', async () => {
  const place = await openPlace({ PATH: process.env.PATH, HOME: tmpdir(), GIT_CONFIG_GLOBAL: join(tmpdir(), 'none') });
  expect(await place.git.run(['config', '--list', '--show-scope'])).not.toMatch(/^(system|global)/m);
});

test('a link out of the folder is committed as a link, and nothing is written through it', async () => {
  const place = await openPlace();
  await publish(place, { 'a.txt': 'one\n' });
  const base = await bring(place);
  const outside = join(place.folder, 'outside');
  await put(outside, { 'a.txt': 'theirs\n' });
  await symlink(outside, join(place.workTree, 'link'));
  const head = (await commitAll(place.git, place.workTree, { parent: base, message: 'Link', signal: NEVER })) ?? '';
  expect(await place.git.run(['ls-tree', head, 'link'])).toMatch(/^120000 /);
  // A folder that became a link is replaced, not followed.
  await put(place.workTree, { 'folder/a.txt': 'ours\n' });
  const next = (await commitAll(place.git, place.workTree, { parent: head, message: 'Folder', signal: NEVER })) ?? '';
  await rm(join(place.workTree, 'folder'), { recursive: true });
  await symlink(outside, join(place.workTree, 'folder'));
  await checkOut(place.git, next, { workTree: place.workTree, signal: NEVER });
  expect(await readFile(join(outside, 'a.txt'), 'utf8')).toBe('theirs\n');
  expect(await readFile(join(place.workTree, 'folder/a.txt'), 'utf8')).toBe('ours\n');
});

test.each(['--upload-pack=touch sprung', '-c', '--exec=touch sprung', '../../escape', 'a b', ''])(
  'a branch called “%s” is only ever a name',
  async (name) => {
    const place = await openPlace();
    await publish(place, { 'a.txt': 'one\n' });
    await initialise(place.git, BRANCH);
    const remote = connectRemote(place.git, { url: place.host.url, token: READ_TOKEN }, NEVER);
    expect((await remote.branches([name])).has(name)).toBe(false);
    await expect(remote.fetch([name])).rejects.toThrow();
    expect(existsSync(join(place.workTree, 'sprung')) || existsSync('/sprung')).toBe(false);
  },
);

test.each(['file', 'ext'])('an address of the kind “%s” is refused', async (scheme) => {
  const place = await openPlace();
  await initialise(place.git, BRANCH);
  const url = scheme === 'file' ? `file://${place.folder}` : `ext::sh -c touch% ${join(place.folder, 'sprung')}`;
  await expect(connectRemote(place.git, { url, token: '' }, NEVER).branches()).rejects.toThrow(/not allowed/);
  expect(existsSync(join(place.folder, 'sprung'))).toBe(false);
});

test('a token is in no argument and in no file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-git-log-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const real = (await execa('which', ['git'])).stdout;
  const log = join(folder, 'arguments.log');
  await writeFile(join(folder, 'git'), `#!/bin/sh\necho "$@" >> ${log}\nexec ${real} "$@"\n`, { mode: 0o755 });
  const place = await openPlace({ PATH: `${folder}:${process.env.PATH}` });
  await publish(place, { 'a.txt': 'one\n' });
  const base = await bring(place);
  await put(place.workTree, { 'a.txt': 'two\n' });
  const head = (await commitAll(place.git, place.workTree, { parent: base, message: 'Two', signal: NEVER })) ?? '';
  await connectRemote(place.git, { url: place.host.url, token: PUSH_TOKEN }, NEVER).push(head, BRANCH);
  expect(await place.host.git('rev-parse', BRANCH)).toBe(head);
  const basic = (token: string) => Buffer.from(`x-access-token:${token}`).toString('base64');
  const written = (await execa('grep', ['-r', '.', folder, join(place.folder, 'repository')])).stdout;
  expect(written).toContain('push --quiet');
  for (const token of [READ_TOKEN, PUSH_TOKEN]) {
    expect(written).not.toContain(token);
    expect(written).not.toContain(basic(token));
  }
});

test('a push never overwrites what somebody else pushed', async () => {
  const place = await openPlace();
  await publish(place, { 'a.txt': 'one\n' });
  const base = await bring(place);
  await put(place.workTree, { 'a.txt': 'two\n' });
  const head = (await commitAll(place.git, place.workTree, { parent: base, message: 'Two', signal: NEVER })) ?? '';
  const tree = await place.host.git('rev-parse', 'main^{tree}');
  const author = ['-c', 'user.name=S', '-c', 'user.email=s@example.org'];
  const theirs = await place.host.git(...author, 'commit-tree', tree, '-p', base, '-m', 'Theirs');
  await place.host.git('update-ref', `refs/heads/${BRANCH}`, theirs);
  const remote = connectRemote(place.git, { url: place.host.url, token: PUSH_TOKEN }, NEVER);
  await expect(remote.push(head, BRANCH)).rejects.toMatchObject({ code: 'branch_moved', whose: 'yours' });
  expect(await place.host.git('rev-parse', BRANCH)).toBe(theirs);
});

test('a refused token and a host that is not there are told apart', async () => {
  const place = await openPlace();
  await initialise(place.git, BRANCH);
  const refused = connectRemote(place.git, { url: place.host.url, token: 'wrong' }, NEVER);
  await expect(refused.branches()).rejects.toMatchObject({ code: 'clone_refused', whose: 'yours' });
  const away = connectRemote(place.git, { url: 'http://127.0.0.1:1/shop.git', token: 'wrong' }, NEVER);
  await expect(away.branches()).rejects.toMatchObject({ code: 'unreachable', whose: 'transient' });
});
