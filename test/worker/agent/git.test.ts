import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createToolbox } from '#worker/agent/toolbox.ts';
import { openWorkbench, type Workbench } from '#worker/agent/tools/workbench.ts';
import { bubblewrapSandbox } from '#worker/sandbox/bubblewrap.ts';
import { probeSandbox } from '#worker/sandbox/probe.ts';
import type { Sandbox } from '#worker/sandbox/sandbox.ts';
import { findToolchains } from '#worker/sandbox/toolchains.ts';

const MiB = 1024 ** 2;
const LIMITS = { wallMs: 20_000, memoryBytes: 512 * MiB, processes: 100, diskBytes: 64 * MiB, outputBytes: 4 * MiB };
const ISOLATED = await probeSandbox();
const missing = ISOLATED.works ? '' : ` (skipped: ${ISOLATED.why})`;

/** A repository whose git directory lies outside of the workspace, as an attempt has it. */
describe.skipIf(!ISOLATED.works)(`the agent's hands where there is a git directory${missing}`, () => {
  const signal = new AbortController().signal;
  let folder: string;
  let sandbox: Sandbox;
  let bench: Workbench;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'bellhop-git-hands-')));
    const [workspace, home, gitDir] = [join(folder, 'workspace'), join(folder, 'home'), join(folder, 'git')];
    await Promise.all([workspace, home].map((each) => mkdir(each)));
    await writeFile(join(workspace, 'kept.txt'), 'needle, tracked\n');
    await writeFile(join(workspace, '.gitignore'), 'ignored.txt\n');
    await writeFile(join(workspace, 'ignored.txt'), 'needle, ignored\n');
    const git = (...args: string[]) => execa('git', ['-C', workspace, ...args]);
    await git('init', '--quiet');
    await git('add', '--all');
    await git('-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '--quiet', '--message', 'First');
    await rename(join(workspace, '.git'), gitDir);
    sandbox = bubblewrapSandbox({
      workspace,
      home,
      gitDir,
      user: 61_998,
      toolchains: await findToolchains(process.env),
    });
    bench = openWorkbench(sandbox, LIMITS, folder);
  });
  afterAll(async () => {
    await sandbox?.close();
    await rm(folder, { recursive: true });
  });

  const use = async (name: string, input: unknown) => {
    const toolbox = createToolbox(bench, { report: () => undefined, keep: async () => 'kept.log' });
    return (await toolbox.use({ name, input }, signal)).text;
  };

  test('a search looks at tracked and at new files, and at nothing that is ignored or git’s own', async () => {
    await use('write', { path: 'new.txt', text: 'needle, new\n' });
    const found = (await use('search', { pattern: 'needle|bare =' })).split('\n').toSorted();
    expect(found).toEqual(['kept.txt:1:needle, tracked', 'new.txt:1:needle, new']);
  });

  test('the tree looks the same until a file is changed, whoever changes it', async () => {
    const before = await bench.files.changes(signal);
    expect(before).not.toBe('');
    await use('bash', { command: 'cat kept.txt; echo x > ignored.txt; echo x > /tmp/elsewhere' });
    expect(await bench.files.changes(signal)).toBe(before);
    await use('bash', { command: 'echo more >> kept.txt' });
    const after = await bench.files.changes(signal);
    expect(after).not.toBe(before);
    await use('edit', { path: 'kept.txt', old_text: 'more', new_text: 'less' });
    expect(await bench.files.changes(signal)).not.toBe(after);
  });

  test('the git directory cannot be changed', async () => {
    expect(await use('write', { path: '.git/config', text: '[core]\n\tfsmonitor = touch x\n' })).toBe(
      '.git/config cannot be changed. It is read-only for you.',
    );
  });
});
