import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openShelf } from '#worker/cache/shelf.ts';

const KIB = 1024;

async function open(mostBytes = 1024 * KIB) {
  const parent = await mkdtemp(join(tmpdir(), 'bellhop-shelf-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  const folder = join(parent, 'shelf');
  const logged: string[] = [];
  const log = (event: string, error: unknown) => logged.push(`${event}: ${error}`);
  const shelf = openShelf({ folder, mostBytes, log, signal: new AbortController().signal });
  return {
    logged,
    folder,
    ...shelf,
    leave: (name: string, text: string) => shelf.put(name, (entry) => writeFile(join(entry, 'text'), text)),
    read: (name: string) => shelf.take(name, (entry) => readFile(join(entry, 'text'), 'utf8')),
    names: async () => (await readdir(folder)).map((name) => name.replace(/~.*/, '')),
  };
}

const LONG_AGO = new Date(Date.now() - 24 * 60 * 60_000);

test('what was left is found by its name, and nothing else is', async () => {
  const shelf = await open();
  expect(await shelf.read('one')).toBeUndefined();
  await shelf.leave('one', 'first');
  expect(await shelf.read('one')).toBe('first');
  expect(await shelf.read('on')).toBeUndefined();
});

test('a newer one takes the place of the older', async () => {
  const shelf = await open();
  await shelf.leave('one', 'first');
  await shelf.leave('one', 'second');
  expect(await shelf.read('one')).toBe('second');
  expect(await shelf.names()).toEqual(['one']);
});

test('one that was not filled to the end is never seen', async () => {
  const shelf = await open();
  const half = async (entry: string) => {
    await writeFile(join(entry, 'text'), 'half');
    throw new Error('the disk is full');
  };
  await shelf.put('one', half);
  expect(shelf.logged).toEqual(['cache.not_kept: Error: the disk is full']);
  expect(await shelf.read('one')).toBeUndefined();
  expect(await shelf.names()).toEqual([]);
});

test('a folder that cannot be written costs nobody more than the time', async () => {
  const shelf = await open();
  await writeFile(shelf.folder, 'a file stands here');
  await shelf.leave('one', 'first');
  expect(shelf.logged).toEqual([expect.stringMatching(/^cache\.not_kept: Error: EEXIST/)]);
  expect(await shelf.read('one')).toBeUndefined();
});

test('one that cannot be used is thrown away', async () => {
  const shelf = await open();
  await shelf.leave('one', 'first');
  expect(await shelf.take('one', (entry) => readFile(join(entry, 'other')))).toBeUndefined();
  expect(await shelf.names()).toEqual([]);
});

test('one that is thrown out while it is used counts as not there', async () => {
  const shelf = await open();
  await shelf.leave('one', 'first');
  const seen = await shelf.take('one', async (entry) => {
    await shelf.leave('one', 'second');
    return entry;
  });
  expect(seen).toBeUndefined();
  expect(await shelf.read('one')).toBe('second');
});

test('what was used longest ago has to go when there is too much', async () => {
  const shelf = await open(120 * KIB);
  const text = 'x'.repeat(30 * KIB);
  for (const name of ['a', 'b', 'c']) await shelf.leave(name, text);
  for (const [index, entry] of (await readdir(shelf.folder)).sort().entries()) {
    const then = new Date(LONG_AGO.getTime() + index * 1000);
    await utimes(join(shelf.folder, entry), then, then);
  }
  await shelf.read('a');
  await shelf.leave('d', text);
  expect((await shelf.names()).sort()).toEqual(['a', 'c', 'd']);
});

test('one that is bigger than all may be together is not kept, and nothing makes room for it', async () => {
  const shelf = await open(100 * KIB);
  await shelf.leave('small', 'x');
  await shelf.leave('big', 'x'.repeat(200 * KIB));
  expect(await shelf.names()).toEqual(['small']);
});

test('what a killed worker left half done is swept away in time', async () => {
  const shelf = await open();
  await shelf.leave('one', 'first');
  for (const name of ['.new-young', '.new-old', '.old-old'])
    await mkdir(join(shelf.folder, name, 'deep'), { recursive: true });
  for (const name of ['.new-old', '.old-old']) await utimes(join(shelf.folder, name), LONG_AGO, LONG_AGO);
  await shelf.leave('two', 'second');
  expect((await shelf.names()).sort()).toEqual(['.new-young', 'one', 'two']);
});

test('many at once disturb nobody', async () => {
  const shelf = await open();
  const seen: (string | undefined)[] = [];
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      await shelf.leave('one', `text ${index}`);
      seen.push(await shelf.read('one'));
    }),
  );
  for (const text of seen) expect(text ?? 'text').toMatch(/^text/);
  expect(await shelf.read('one')).toMatch(/^text \d+$/);
  await shelf.leave('one', 'last');
  expect(await shelf.names()).toEqual(['one']);
});
