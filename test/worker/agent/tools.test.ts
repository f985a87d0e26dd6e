import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createToolbox, type Toolbox } from '#worker/agent/toolbox.ts';
import { createWorkbench } from '#worker/agent/tools/workbench.ts';
import { bubblewrapSandbox } from '#worker/sandbox/bubblewrap.ts';
import { probeSandbox } from '#worker/sandbox/probe.ts';
import type { Sandbox } from '#worker/sandbox/sandbox.ts';
import { findToolchains } from '#worker/sandbox/toolchains.ts';
import { unsandboxed } from '#worker/sandbox/unsandboxed.ts';

const MiB = 1024 ** 2;
const LIMITS = { wallMs: 20_000, memoryBytes: 512 * MiB, processes: 100, diskBytes: 64 * MiB, outputBytes: 4 * MiB };
const ISOLATED = await probeSandbox();

interface Room {
  readonly workspace: string;
  readonly outside: string;
  use(name: string, input: unknown): Promise<string>;
  close(): Promise<void>;
}

async function openRoom(open: (workspace: string, home: string) => Promise<Sandbox>): Promise<Room> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'bellhop-tools-')));
  const [workspace, home, outside] = ['workspace', 'home', 'outside'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await Promise.all([workspace, home, outside].map((each) => mkdir(each)));
  await writeFile(join(outside, 'secret.txt'), 'the secret\n');
  await writeFile(join(workspace, 'a.txt'), 'one\ntwo\n  three\none\n');
  await writeFile(join(workspace, 'latin.txt'), Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  await symlink(outside, join(workspace, 'way-out'));
  const sandbox = await open(workspace, home);
  const toolbox: Toolbox = createToolbox(createWorkbench(sandbox, folder), LIMITS, () => undefined);
  let calls = 0;
  return {
    workspace,
    outside,
    use: async (name, input) =>
      (await toolbox.use({ id: `${calls++}`, name, input }, new AbortController().signal)).text,
    async close() {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const SANDBOXES: Record<Sandbox['kind'], (workspace: string, home: string) => Promise<Sandbox>> = {
  none: async (workspace, home) => unsandboxed({ workspace, home, path: process.env.PATH ?? '' }),
  bubblewrap: async (workspace, home) =>
    bubblewrapSandbox({ workspace, home, user: 61_999, toolchains: await findToolchains(process.env) }),
};

for (const [kind, open] of Object.entries(SANDBOXES)) {
  const missing = kind === 'bubblewrap' && !ISOLATED.works ? ISOLATED.why : undefined;
  describe.skipIf(missing !== undefined)(`in the sandbox “${kind}”${missing ? ` (skipped: ${missing})` : ''}`, () => {
    let room: Room;
    beforeAll(async () => {
      room = await openRoom(open);
    });
    afterAll(() => room.close());

    test('a command runs in the repository, and its end is told', async () => {
      expect(await room.use('bash', { command: 'cat a.txt | head -1; exit 3' })).toBe(
        'one\n[It failed with exit code 3.]',
      );
    });

    test('a command that takes too long is stopped, and that is said', async () => {
      expect(await room.use('bash', { command: 'sleep 30', timeout_seconds: 1 })).toContain(
        'it took longer than it may',
      );
    });

    test('a file is read from a line on', async () => {
      expect(await room.use('read', { path: 'a.txt', from: 2, lines: 2 })).toBe(
        'two\n  three\n\n[… there may be more from line 4 …]',
      );
    });

    test('a folder is listed, and a missing file is named', async () => {
      expect(await room.use('read', { path: '.' })).toContain('a.txt');
      expect(await room.use('read', { path: 'b.txt' })).toContain('b.txt');
    });

    test('a file is written with the folders on its way, whatever its text', async () => {
      const text = 'ünï\n$HOME `id` "quoted"\n';
      expect(await room.use('write', { path: 'new folder/-n.txt', text })).toBe('Wrote new folder/-n.txt.');
      expect(await readFile(join(room.workspace, 'new folder/-n.txt'), 'utf8')).toBe(text);
    });

    test('an exact text is replaced', async () => {
      await room.use('write', { path: 'edit.txt', text: '$& and more\n' });
      expect(await room.use('edit', { path: 'edit.txt', old_text: '$& and', new_text: '$1 or' })).toBe(
        'Changed edit.txt.',
      );
      expect(await readFile(join(room.workspace, 'edit.txt'), 'utf8')).toBe('$1 or more\n');
    });

    test('an edit that does not fit says why', async () => {
      expect(await room.use('edit', { path: 'a.txt', old_text: 'four', new_text: '4' })).toContain('is not in a.txt');
      expect(await room.use('edit', { path: 'a.txt', old_text: 'one', new_text: '1' })).toContain('2 times');
      expect(await room.use('edit', { path: 'a.txt', old_text: '\tthree', new_text: '3' })).toContain('Line 3');
      expect(await room.use('edit', { path: 'latin.txt', old_text: 'caf', new_text: 'tea' })).toContain('not UTF-8');
    });

    test.each(['../outside/secret.txt', '/etc/passwd', '/workspace/../etc/passwd', 'a/../../outside/secret.txt', '..'])(
      'a path outside the workspace is refused: %s',
      async (path) => {
        expect(await room.use('read', { path })).toContain('outside the workspace');
        expect(await room.use('write', { path, text: 'x' })).toContain('outside the workspace');
      },
    );

    test.each([
      ['an unknown tool', 'fly', {}, 'There are: bash, read, edit, write, finish'],
      ['no input', 'bash', undefined, 'does not fit'],
      ['a number for a path', 'read', { path: 7 }, 'does not fit'],
      ['NUL in a path', 'read', { path: 'a\0b' }, 'NUL'],
      ['NUL in a command', 'bash', { command: 'a\0b' }, 'NUL'],
    ])('%s comes back as words', async (_, name, input, words) => {
      expect(await room.use(name, input)).toContain(words);
    });

    test('a path that looks like an option is a path', async () => {
      expect(await room.use('read', { path: '--help' })).toContain('--help');
      expect(await room.use('edit', { path: '-rf', old_text: 'a', new_text: 'b' })).toContain('-rf');
    });

    test('much output is cut in the middle', async () => {
      const text = await room.use('bash', {
        command: 'echo first; head -c 2000000 /dev/zero | tr "\\0" x; echo; echo last',
      });
      expect(text.length).toBeLessThan(30_000);
      expect(text).toMatch(/^first\n[\s\S]*left out[\s\S]*last\n\[It succeeded/);
    });

    test('a file that never ends is given up', async () => {
      await room.use('bash', { command: 'ln -s /dev/zero endless' });
      expect(await room.use('edit', { path: 'endless', old_text: 'a', new_text: 'b' })).toContain(
        'it printed more than it may',
      );
    });

    const why = kind === 'none' ? ' (skipped: nothing is isolated here)' : '';
    test.skipIf(why !== '')(`a link out of the workspace leads nowhere${why}`, async () => {
      expect(await room.use('read', { path: 'way-out/secret.txt' })).not.toContain('the secret');
      await room.use('write', { path: 'way-out/made.txt', text: 'x' });
      await room.use('edit', { path: 'way-out/secret.txt', old_text: 'secret', new_text: 'gone' });
      expect(existsSync(join(room.outside, 'made.txt'))).toBe(false);
      expect(await readFile(join(room.outside, 'secret.txt'), 'utf8')).toBe('the secret\n');
    });

    test('the account is taken as it is, only shorter', async () => {
      const account = { summary: 'S'.repeat(3_000), why: 'w', verify: 'v', risk: 'r', rollback: 'b' };
      expect(await room.use('finish', account)).toContain('checks run now');
      expect(await room.use('finish', { summary: 'only that' })).toContain('does not fit');
    });
  });
}
