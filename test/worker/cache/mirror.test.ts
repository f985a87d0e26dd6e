import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, open, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { openGitHost, READ_TOKEN } from '../stage/git-host.ts';
import { mirrorsIn, OWN, openPlace, type Place, packsOf } from './place.ts';

const text = (attempt: { workTree: string }, path = 'a.txt') => readFile(join(attempt.workTree, path), 'utf8');

describe('a mirror', () => {
  test('saves fetching what did not change', async () => {
    const place = await openPlace();
    await place.publish('main', { 'a.txt': 'one\n' });
    const first = await place.attempt();
    const asked = place.host.requests.length;
    const second = await place.attempt();
    expect(await text(second)).toBe('one\n');
    expect(await packsOf(second.git)).toEqual(await packsOf(first.git));
    expect(place.host.requests.length - asked).toBeLessThan(asked);
  });

  test('brings what is new where the base branch moved on, and the rest from here', async () => {
    const place = await openPlace();
    const old = await place.publish('main', { 'a.txt': 'one\n', 'b.txt': 'kept\n' });
    const first = await place.attempt();
    const base = await place.publish('main', { 'a.txt': 'two\n', 'b.txt': 'kept\n' }, old);
    const second = await place.attempt();
    expect(second).toMatchObject({ base, start: base });
    expect([await text(second), await text(second, 'b.txt')]).toEqual(['two\n', 'kept\n']);
    const packs = await packsOf(second.git);
    expect([...packs]).toEqual(expect.arrayContaining([...(await packsOf(first.git))]));
    expect(packs.size).toBe(2);
    expect([...(await packsOf((await place.attempt()).git))].sort()).toEqual([...packs].sort());
  });

  test('follows a base branch that was overwritten', async () => {
    const place = await openPlace();
    const old = await place.publish('main', { 'a.txt': 'one\n' });
    await place.publish('main', { 'a.txt': 'two\n' }, old);
    await place.attempt();
    const base = await place.publish('main', { 'c.txt': 'elsewhere\n' });
    const attempt = await place.attempt();
    expect(attempt.base).toBe(base);
    expect(await readdir(attempt.workTree)).toEqual(['c.txt']);
  });

  test('keeps what earlier attempts pushed to itself, and brings it to the next one', async () => {
    const place = await openPlace();
    const base = await place.publish('main', { 'a.txt': 'one\n' });
    const start = await place.publish(OWN, { 'a.txt': 'agent\n' }, base);
    expect(await place.attempt()).toMatchObject({ base, start });
    const [mirror = ''] = await mirrorsIn(place.cache);
    expect(await readFile(join(mirror, 'packed-refs'), 'latin1')).toMatch(
      new RegExp(`^${base} refs/remotes/origin/main\\n[^]{20}$`),
    );
    expect(await place.attempt()).toMatchObject({ base, start });
  });

  test('gives nothing to whoever the host refuses', async () => {
    const place = await openPlace();
    await place.publish('main', { 'a.txt': 'one\n' });
    await place.attempt();
    await expect(place.attempt({ token: 'wrong' })).rejects.toMatchObject({ code: 'clone_refused' });
  });

  test('of one repository is nothing to another', async () => {
    const [place, other] = [await openPlace(), await openGitHost()];
    const secret = await place.publish('main', { 'a.txt': 'one\n' });
    const tree = await other.mktree({ 'b.txt': `100644 blob ${await other.write('two\n')}` });
    const author = ['-c', 'user.name=S', '-c', 'user.email=s@example.org'];
    await other.git('update-ref', 'refs/heads/main', await other.git(...author, 'commit-tree', tree, '-m', 'One'));
    await place.attempt();
    const attempt = await place.attempt({ url: other.url });
    await other.close();
    expect(await readdir(attempt.workTree)).toEqual(['b.txt']);
    await expect(attempt.git.run(['cat-file', '-e', secret])).rejects.toThrow();
  });

  test('holds no token and no way to programs', async () => {
    const place = await openPlace();
    await place.publish('main', { 'a.txt': 'one\n' });
    await place.attempt();
    const [mirror = ''] = await mirrorsIn(place.cache);
    const files = await readdir(mirror, { recursive: true });
    expect(files.filter((file) => !/^objects(?:\/pack(?:\/pack-[0-9a-f]{40}\.(?:pack|idx))?)?$/.test(file))).toEqual([
      'packed-refs',
      'shallow',
    ]);
    const token = Buffer.from(`x-access-token:${READ_TOKEN}`).toString('base64');
    const { stdout } = await execa('grep', ['-rc', '-e', READ_TOKEN, '-e', token, place.cache], { reject: false });
    expect(stdout.split('\n').filter((line) => !line.endsWith(':0'))).toEqual([]);
    expect((await stat(place.cache)).mode & 0o077).toBe(0);
  });

  test('begins anew before it consists of too many pieces', async () => {
    const place = await openPlace();
    await place.publish('main', { 'a.txt': 'one\n' });
    await place.attempt();
    const [mirror = ''] = await mirrorsIn(place.cache);
    for (let pack = 0; pack < 90; pack++) {
      await writeFile(join(mirror, 'objects/pack', `pack-${String(pack).padStart(40, '0')}.pack`), '');
    }
    const attempt = await place.attempt();
    expect((await packsOf(attempt.git)).size).toBe(1);
    expect((await packsOf((await place.attempt()).git)).size).toBe(1);
  });
});

const DAMAGE: readonly [string, (mirror: string, pack: string) => Promise<void>][] = [
  ['a pack that was cut off', (_, pack) => truncate(pack, 20)],
  ['an empty pack', (_, pack) => truncate(pack, 0)],
  ['a byte that is another', (_, pack) => overwrite(pack, 'X')],
  ['an index that is another', (_, pack) => overwrite(pack.replace(/pack$/, 'idx'), 'X')],
  [
    'commits that are not there',
    (mirror) => writeFile(join(mirror, 'packed-refs'), `${'1'.repeat(40)} refs/remotes/origin/main\n`),
  ],
  ['nonsense for branches', (mirror) => writeFile(join(mirror, 'packed-refs'), 'nonsense')],
  ['nonsense for what is missing', (mirror) => writeFile(join(mirror, 'shallow'), 'nonsense')],
];

test.each(DAMAGE)('a mirror with %s is thrown away, and the work goes on', async (_, damage) => {
  const place = await openPlace();
  await place.publish('main', { 'a.txt': 'one\n' }, await place.publish('main', { 'a.txt': 'old\n' }));
  await place.attempt();
  const [mirror = ''] = await mirrorsIn(place.cache);
  const [pack = ''] = [...(await packsOf({ directory: mirror })).keys()];
  await damage(mirror, join(mirror, 'objects/pack', pack));
  for (let count = 0; count < 2; count++) {
    const attempt = await place.attempt();
    expect(await text(attempt)).toBe('one\n');
    await attempt.git.run(['fsck', '--no-dangling']);
  }
  expect(await mirrorsIn(place.cache)).toHaveLength(1);
  expect(await mirrorsIn(place.cache)).not.toEqual([mirror]);
});

async function overwrite(file: string, byte: string): Promise<void> {
  await chmod(file, 0o644);
  const handle = await open(file, 'r+');
  await handle.write(byte, Math.floor((await handle.stat()).size / 2)).finally(() => handle.close());
}

test('several workers at once on one mirror, and a base branch that moves, disturb nobody', async () => {
  const place = await openPlace();
  let tip = await place.publish('main', { 'a.txt': '0\n' });
  const seen: Promise<void>[] = [];
  for (let count = 1; count <= 12; count++) {
    seen.push(place.attempt().then(isWhole));
    if (count % 3 === 0) tip = await place.publish('main', { 'a.txt': `${count}\n` }, tip);
  }
  await Promise.all(seen);
  expect(await place.attempt()).toMatchObject({ base: tip });
});

async function isWhole(attempt: Awaited<ReturnType<Place['attempt']>>): Promise<void> {
  expect(await attempt.git.run(['cat-file', 'blob', `${attempt.base}:a.txt`])).toBe(await text(attempt));
  await attempt.git.run(['fsck', '--no-dangling', '--connectivity-only']);
}

test('a worker that is killed in the middle leaves nothing broken', async () => {
  const place = await openPlace();
  let tip = await place.publish('main', { 'a.txt': '0\n' });
  for (let count = 1; count <= 8; count++) {
    await killedAfter(60 * count, place, `killed-${count}`);
    tip = await place.publish('main', { 'a.txt': `${count}\n` }, tip);
    if (count % 2 === 0) await isWhole(await place.attempt());
  }
});

const ARRIVE = fileURLToPath(import.meta.resolve('./processes/arrive.ts'));

async function killedAfter(ms: number, { folder, cache, host }: Place, name: string): Promise<void> {
  const root = join(folder, name);
  await mkdir(root);
  const given = JSON.stringify({ root, cache, url: host.url, token: READ_TOKEN, base: 'main', branch: OWN });
  const child = spawn(process.execPath, [ARRIVE, given], { detached: true, stdio: 'ignore' });
  const gone = once(child, 'exit');
  await sleep(ms);
  // The whole group, as a machine that goes away takes git with it.
  if (child.exitCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
  await gone;
}
