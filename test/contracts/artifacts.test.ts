import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localArtifacts } from '#shared/adapters/local/artifacts.ts';
import { taskId, taskIdOf } from '#shared/task/task.ts';
import { keepsTheContract } from './artifacts.contract.ts';
import { running } from './processes/running.ts';
import { temporaryFolder } from './temporary-folder.ts';

const baseUrl = 'http://127.0.0.1:8080/artifacts';
const task = taskId(taskIdOf('a'));
const bytes = (text: string) => new TextEncoder().encode(text);

keepsTheContract('embedded', async () => {
  const folder = join(temporaryFolder(), 'artifacts');
  const open = () => localArtifacts({ folder, baseUrl });
  return { artifacts: open(), another: async () => open(), close: async () => {} };
});

test('a link is the base address and the name, whether or not the base ends in a slash', async () => {
  for (const base of [baseUrl, `${baseUrl}/`]) {
    const artifacts = localArtifacts({ folder: temporaryFolder(), baseUrl: base });
    expect(await artifacts.link(`${task}/1/log.txt`)).toBe(`${baseUrl}/${task}/1/log.txt`);
  }
});

test('a link in the place of a file is not followed', async () => {
  const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
  const artifacts = localArtifacts({ folder, baseUrl });
  writeFileSync(join(elsewhere, 'secret'), 'secret');
  mkdirSync(join(folder, task, '1'), { recursive: true });
  symlinkSync(join(elsewhere, 'secret'), join(folder, task, '1', 'log.txt'));
  await expect(artifacts.get(`${task}/1/log.txt`)).rejects.toMatchObject({ code: 'artifact_linked_away' });
  await artifacts.put(`${task}/1/log.txt`, bytes('ours'));
  expect(readFileSync(join(elsewhere, 'secret'), 'utf8')).toBe('secret');
  expect(await artifacts.get(`${task}/1/log.txt`)).toEqual(Buffer.from('ours'));
});

test('a link in the place of a folder is not followed, neither to write nor to read', async () => {
  for (const inner of [task, join(task, '1')]) {
    const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
    const artifacts = localArtifacts({ folder, baseUrl });
    if (inner !== task) mkdirSync(join(folder, task));
    mkdirSync(join(elsewhere, '1'));
    for (const place of ['log.txt', '1/log.txt']) writeFileSync(join(elsewhere, place), 'secret');
    symlinkSync(elsewhere, join(folder, inner));
    await expect(artifacts.get(`${task}/1/log.txt`)).rejects.toMatchObject({ code: 'artifact_linked_away' });
    await expect(artifacts.put(`${task}/1/new.txt`, bytes('x'))).rejects.toMatchObject({
      code: 'artifact_linked_away',
    });
    expect(readdirSync(elsewhere, { recursive: true }).sort()).toEqual(['1', '1/log.txt', 'log.txt']);
  }
});

test('a kill in the middle of a write leaves the file that was there, whole', async () => {
  const folder = temporaryFolder();
  const artifacts = localArtifacts({ folder, baseUrl });
  for (const count of [2, 5, 9]) {
    const put = await running('artifacts.ts', folder, `${task}/1/log.txt`).killedAfter(count);
    const found = await artifacts.get(`${task}/1/log.txt`);
    const [first] = found ?? [];
    expect(found).toEqual(Buffer.alloc(2_000_000, first));
    expect([Number(put.at(-1)), Number(put.at(-1)) + 1]).toContain(first);
  }
});

test('nothing but stored files is left in the folder', async () => {
  const folder = temporaryFolder();
  await localArtifacts({ folder, baseUrl }).put(`${task}/1/log.txt`, bytes('x'));
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(
    ['.incoming', task, `${task}/1`, `${task}/1/log.txt`].sort(),
  );
});
