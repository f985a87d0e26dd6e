import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openMirror } from '#worker/cache/mirror.ts';
import { openShelves } from '#worker/cache/shelves.ts';
import { openGit } from '#worker/git.ts';
import { isolationOf } from '#worker/isolation.ts';
import { copyRoom, type Folders, makeFolders, roomIn } from '#worker/rooms.ts';
import { type Probe, probeSandbox } from '#worker/sandbox/probe.ts';
import { provision } from '#worker/steps/provision.ts';
import { OWN, openPlace, type Place } from '../cache/place.ts';
import { READ_TOKEN } from '../stage/git-host.ts';

const probe = await probeSandbox();
const here = probe.works ? '' : ` (skipped: ${probe.why})`;
const NEVER = new AbortController().signal;
const MiB = 1024 * 1024;
const LIMITS = { wallMs: 60_000, memoryBytes: 512 * MiB, processes: 100, diskBytes: 512 * MiB, outputBytes: MiB };

interface Provisioned {
  readonly folders: Folders;
  readonly gist: string;
  /** What the set-up wrote into the agent's room. */
  read(path: string): Promise<string>;
}

let attempts = 0;

/** A whole provision, of its own attempt, with the cache of the place. */
async function provisioned(
  place: Place,
  how: { base?: string; url?: string; probe?: Probe } = {},
): Promise<Provisioned> {
  const { base = 'main', url = place.host.url } = how;
  const root = await mkdtemp(join(tmpdir(), 'bellhop-provision-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const folders = await makeFolders(root);
  const shelves = await openShelves(place.cache, (event, error) => expect.fail(`${event}: ${error}`), NEVER);
  const task = { task: 't0123456789a', attempt: attempts++, egress: [], mayRunUnsandboxed: true };
  const environment = { PATH: process.env.PATH ?? '' };
  const step = provision({
    assignment: { request: { repository: 'acme/shop', words: '' }, base, branch: OWN, cloneUrl: url, egress: [] },
    bot: { token: async () => READ_TOKEN, upload: async () => '' },
    git: openGit(folders.gitDirectory, environment),
    mirror: shelves && openMirror(shelves.mirrors, url),
    dependencies: shelves?.dependencies,
    openSandbox: isolationOf(how.probe ?? probe, { assignment: task, gitDirectory: folders.gitDirectory, environment })
      .openSandbox,
    keepSecret: () => undefined,
    tell: () => undefined,
    fetched: () => undefined,
    folders,
    limits: LIMITS,
    redact: (text) => text,
    report: () => undefined,
    deadlineMs: 60_000,
  });
  const ground = await step.run(undefined, NEVER);
  const agent = join(root, 'agent');
  return { folders, gist: step.gist(ground), read: (path) => readFile(join(agent, path), 'utf8') };
}

/** Each run of the set-up leaves another number behind, and notes what it found before. */
const SETUP = `set -e
cat ~/.npm/_cacache/download > found-download.txt || true
cat ~/.local/bin/tool > found-tool.txt || true
cat /proc/sys/kernel/random/uuid > installed.txt
mkdir -p ~/.npm/_cacache ~/.local/bin
cp installed.txt ~/.npm/_cacache/download
cp installed.txt ~/.local/bin/tool`;
const agentFile = (setup: string) =>
  `setup:\n  - |\n${setup.replace(/^/gm, '    ')}\nchecks:\n  - name: any\n    run: 'true'\n`;
const FILES = {
  '.agent.yml': agentFile(SETUP),
  '.gitignore': 'installed.txt\nfound-*.txt\n',
  'package-lock.json': '{}',
  'a.txt': 'one\n',
};

const INSTALLED = 'workspace/installed.txt';
const DOWNLOAD = 'home/.npm/_cacache/download';
const TOOL = 'home/.local/bin/tool';

describe.skipIf(!probe.works)(`what a set-up installed${here}`, () => {
  test('is there at once for the next attempt on the same commit, and that is said', async () => {
    const place = await openPlace();
    const base = (await place.publish('main', FILES)).slice(0, 7);
    const [first, second] = [await provisioned(place), await provisioned(place)];
    for (const path of [INSTALLED, DOWNLOAD, TOOL]) expect(await second.read(path)).toBe(await first.read(path));
    expect(await second.read('workspace/a.txt')).toBe('one\n');
    expect(first.gist).not.toContain('cache');
    expect(second.gist).toContain(`main at ${base}; dependencies from the cache of ${base} (20`);
  });

  test('is installed anew where other files changed, from what was downloaded and from nothing else', async () => {
    const place = await openPlace();
    const base = await place.publish('main', FILES);
    const first = await provisioned(place);
    await place.publish('main', { ...FILES, 'a.txt': 'two\n' }, base);
    const second = await provisioned(place);
    expect(second.gist).toContain(`downloads from the cache of ${base.slice(0, 7)}`);
    expect(await second.read('workspace/found-download.txt')).toBe(await first.read(DOWNLOAD));
    expect(await second.read('workspace/found-tool.txt')).toBe('');
    expect(await second.read(INSTALLED)).not.toBe(await first.read(INSTALLED));
    expect(await second.read('workspace/a.txt')).toBe('two\n');
  });

  test.each([
    ['the lock file', { 'package-lock.json': '{"lockfileVersion":3}' }],
    ['a lock file that was not there', { 'yarn.lock': '' }],
    ['the set-up', { '.agent.yml': agentFile(`${SETUP}\ntrue`) }],
    ['a setting of the package manager', { '.npmrc': 'ignore-scripts=true\n' }],
  ])('is of no use where %s changed', async (_, change) => {
    const place = await openPlace();
    const base = await place.publish('main', FILES);
    await provisioned(place);
    await place.publish('main', { ...FILES, ...change }, base);
    await isNew(await provisioned(place));
  });

  test('of one branch is nothing to another, nor of one repository', async () => {
    const place = await openPlace();
    const base = await place.publish('main', FILES);
    await place.host.git('update-ref', 'refs/heads/other', base);
    await provisioned(place);
    await isNew(await provisioned(place, { base: 'other' }));
    await isNew(await provisioned(place, { url: place.host.url.replace('127.0.0.1', 'localhost') }));
  });

  test('stays as it was, whatever is done to the rooms made of it', async () => {
    const place = await openPlace();
    await place.publish('main', FILES);
    const first = await provisioned(place);
    const installed = await first.read(INSTALLED);
    for (let count = 0; count < 2; count++) {
      const { folders, read } = await provisioned(place);
      expect([await read(INSTALLED), await read(TOOL), await read('workspace/a.txt')]).toEqual([
        installed,
        installed,
        'one\n',
      ]);
      const checks = roomIn(folders.root, 'checks');
      await copyRoom(folders.pristine, checks, NEVER);
      // In place, as a program would that patches what is installed.
      for (const { workspace, home } of [folders.agent, checks]) {
        for (const path of [
          join(workspace, 'installed.txt'),
          join(workspace, 'a.txt'),
          join(home, '.local/bin/tool'),
        ]) {
          await appendFile(path, 'patched\n');
        }
      }
    }
  });

  test('by a way that leads out of the home is not followed', async () => {
    const place = await openPlace();
    const outside = join(place.folder, 'outside');
    await mkdir(join(outside, '_cacache'), { recursive: true });
    await writeFile(join(outside, '_cacache/download'), 'of this machine\n');
    const files = { ...FILES, '.agent.yml': agentFile(`cp -r ~/.npm . || true\nln -s ${outside} ~/.npm`) };
    const base = await place.publish('main', files);
    await provisioned(place);
    await place.publish('main', { ...files, 'a.txt': 'two\n' }, base);
    const { folders, gist } = await provisioned(place);
    expect(gist).not.toContain('cache');
    expect(await readdir(folders.agent.workspace)).not.toContain('.npm');
  });

  test('is not kept where the set-up failed', async () => {
    const place = await openPlace();
    await place.publish('main', { ...FILES, '.agent.yml': agentFile(`${SETUP}\nfalse`) });
    await expect(provisioned(place)).rejects.toMatchObject({ code: 'setup_failed' });
    expect(existsSync(join(place.cache, 'dependencies'))).toBe(false);
  });
});

test('what was installed without a sandbox is not kept', async () => {
  const place = await openPlace();
  await place.publish('main', { ...FILES, '.agent.yml': agentFile('echo > installed.txt') });
  await provisioned(place, { probe: { works: false, why: 'of the test' } });
  expect(existsSync(join(place.cache, 'dependencies'))).toBe(false);
});

async function isNew({ gist, read }: Provisioned): Promise<void> {
  expect(gist).not.toContain('cache');
  expect([await read('workspace/found-download.txt'), await read('workspace/found-tool.txt')]).toEqual(['', '']);
}
