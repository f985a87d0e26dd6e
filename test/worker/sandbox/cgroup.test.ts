import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findCgroups } from '#worker/sandbox/cgroup.ts';

const BOUNDS = { memoryBytes: 64 * 1024 ** 2, processes: 32 };
const make = await findCgroups();

test.skipIf(!make)(
  `a process that takes too much is killed and counted${make ? '' : ': skipped, no cgroup may be made here'}`,
  async () => {
    const cgroup = await make?.(BOUNDS);
    // Waits for a line before it begins, so that it begins inside.
    const script = "process.stdin.once('data', () => { const all = []; for (;;) all.push(Buffer.alloc(1e6, 1)); })";
    const greedy = execFile(process.execPath, ['-e', script]);
    const ended = new Promise((resolve) => greedy.once('exit', (_, signal) => resolve(signal)));
    await cgroup?.add(greedy.pid ?? 0);
    expect(await cgroup?.ranOutOfMemory()).toBe(false);
    greedy.stdin?.write('begin\n');
    expect(await ended).toBe('SIGKILL');
    expect(await cgroup?.ranOutOfMemory()).toBe(true);
    await cgroup?.remove();
  },
);

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bellhop-cgroup-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

// No kernel answers in these folders, so a look at what is asked of it is all there is.
test('nothing is made, and no file appears, where the kernel offers no controllers', async () => {
  writeFileSync(join(root, 'membership'), '0::/\n');
  for (const name of ['cgroup.controllers', 'cgroup.subtree_control', 'cgroup.procs'])
    writeFileSync(join(root, name), '');
  expect(await findCgroups(root, join(root, 'membership'))).toBeUndefined();
  expect(readFileSync(join(root, 'cgroup.subtree_control'), 'utf8')).toBe('+memory +pids');
  expect(readdirSync(root)).toHaveLength(4);
});

test('nothing is made where there are no cgroups at all', async () => {
  expect(await findCgroups(root, join(root, 'nothing'))).toBeUndefined();
  expect(readdirSync(root)).toEqual([]);
});

test('what a killed worker left behind is taken away, what a living one has is not', async () => {
  const gone = 'bellhop-999999999-left';
  const living = `bellhop-${process.pid}-mine`;
  for (const name of [gone, living, 'other-999999999']) mkdirSync(join(root, 'memory', name), { recursive: true });
  mkdirSync(join(root, 'pids'));
  await findCgroups(root, join(root, 'nothing'));
  expect(existsSync(join(root, 'memory', gone))).toBe(false);
  expect(readdirSync(join(root, 'memory'))).toEqual([living, 'other-999999999']);
});
