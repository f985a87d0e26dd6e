import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type LocalArtifacts, localArtifacts } from '#shared/adapters/local/artifacts.ts';
import { taskId, taskIdOf } from '#shared/task/task.ts';
import { keepsTheContract } from './artifacts.contract.ts';
import { openOwnPlaces } from './own-places.ts';
import { running } from './processes/running.ts';
import { temporaryFolder } from './temporary-folder.ts';

const task = taskId(taskIdOf('a'));
const bytes = (text: string) => new TextEncoder().encode(text);
/** Its places are the versions they are for. */
const openIn = (folder: string) => localArtifacts({ folder, placeAt: (_, version) => ({ url: version, headers: {} }) });

async function put(artifacts: LocalArtifacts, name: string, content: string): Promise<boolean> {
  return artifacts.fill(name, (await artifacts.place(name)).url, bytes(content));
}

keepsTheContract('embedded', () => openOwnPlaces(join(temporaryFolder(), 'artifacts')), {
  skip: [
    {
      reason: 'what a place is for is sealed into its address, which heeds no header',
      tests: ['a place takes no file with other headers than its own'],
    },
    {
      reason: 'the bot serves the files of a folder itself',
      tests: ['an address of the store itself serves the file to be saved, not shown, for minutes'],
    },
  ],
});

test('a link in the place of a file is not followed', async () => {
  const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
  const artifacts = openIn(folder);
  writeFileSync(join(elsewhere, 'secret'), 'secret');
  mkdirSync(join(folder, task, '1'), { recursive: true });
  symlinkSync(join(elsewhere, 'secret'), join(folder, task, '1', 'log.txt'));
  await expect(artifacts.view(`${task}/1/log.txt`)).rejects.toMatchObject({ code: 'artifact_linked_away' });
  expect(await put(artifacts, `${task}/1/log.txt`, 'ours')).toBe(true);
  expect(readFileSync(join(elsewhere, 'secret'), 'utf8')).toBe('secret');
  expect(await artifacts.view(`${task}/1/log.txt`)).toEqual(Buffer.from('ours'));
});

test('a link in the place of a folder is not followed, neither to write nor to read', async () => {
  for (const inner of [task, join(task, '1')]) {
    const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
    const artifacts = openIn(folder);
    if (inner !== task) mkdirSync(join(folder, task));
    mkdirSync(join(elsewhere, '1'));
    for (const place of ['log.txt', '1/log.txt']) writeFileSync(join(elsewhere, place), 'secret');
    symlinkSync(elsewhere, join(folder, inner));
    await expect(artifacts.view(`${task}/1/log.txt`)).rejects.toMatchObject({ code: 'artifact_linked_away' });
    await expect(put(artifacts, `${task}/1/new.txt`, 'x')).rejects.toMatchObject({ code: 'artifact_linked_away' });
    expect(readdirSync(elsewhere, { recursive: true }).sort()).toEqual(['1', '1/log.txt', 'log.txt']);
  }
});

test('a kill in the middle of a write leaves the file that was there, whole, and nothing else for long', async () => {
  const folder = temporaryFolder();
  for (const count of [2, 5, 9]) {
    const put = await running('artifacts.ts', folder, `${task}/1/log.txt`).killedAfter(count);
    const found = await openIn(folder).view(`${task}/1/log.txt`);
    const [first] = found instanceof Uint8Array ? found : [];
    expect(found).toEqual(Buffer.alloc(2_000_000, first));
    expect([Number(put.at(-1)), Number(put.at(-1)) + 1]).toContain(first);
  }
});

test('what a kill left half written is gone once the store is opened again', async () => {
  const folder = temporaryFolder();
  await put(openIn(folder), `${task}/1/log.txt`, 'whole');
  writeFileSync(join(folder, '.incoming', 'half'), 'ha');
  const artifacts = openIn(folder);
  const stored = [task, `${task}/1`, `${task}/1/log.txt`];
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(stored);
  await put(artifacts, `${task}/1/log.txt`, 'again');
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['.incoming', ...stored]);
});

test('a write that fails leaves nothing behind, its place still good, and does not hold up the next', async () => {
  const folder = temporaryFolder();
  const artifacts = openIn(folder);
  const { url: version } = await artifacts.place(`${task}/1/log.txt`);
  writeFileSync(join(folder, task), 'no folder');
  await expect(artifacts.fill(`${task}/1/log.txt`, version, bytes('x'))).rejects.toThrow();
  const other = taskId(taskIdOf('b'));
  expect(await put(artifacts, `${other}/1/log.txt`, 'next')).toBe(true);
  expect(readdirSync(join(folder, '.incoming'))).toEqual([]);
});
