import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createToolbox, type Toolbox } from '#worker/agent/toolbox.ts';
import { openWorkbench } from '#worker/agent/tools/workbench.ts';
import { bubblewrapSandbox } from '#worker/sandbox/bubblewrap.ts';
import { probeSandbox } from '#worker/sandbox/probe.ts';
import type { Sandbox } from '#worker/sandbox/sandbox.ts';
import { findToolchains } from '#worker/sandbox/toolchains.ts';
import { unsandboxed } from '#worker/sandbox/unsandboxed.ts';
import { processesNaming } from '../sandbox/place.ts';

const MiB = 1024 ** 2;
const LIMITS = { wallMs: 20_000, memoryBytes: 512 * MiB, processes: 100, diskBytes: 64 * MiB, outputBytes: 4 * MiB };
const ISOLATED = await probeSandbox();

interface Room {
  readonly workspace: string;
  readonly outside: string;
  /** Outputs that were too long for a model. */
  readonly kept: readonly string[];
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
  const kept: string[] = [];
  const toolbox: Toolbox = createToolbox(openWorkbench(sandbox, LIMITS, folder), {
    report: () => undefined,
    keep: async (text) => `kept-${kept.push(text)}.log`,
  });
  return {
    workspace,
    outside,
    kept,
    use: async (name, input) => (await toolbox.use({ name, input }, new AbortController().signal)).text,
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

    test('a command that prints for ever is stopped, and that is said', async () => {
      expect(await room.use('bash', { command: 'yes' })).toMatch(/^y\ny\n[\s\S]*it printed more than it may\. All/);
    });

    test('nothing is on a command’s input, and nothing of it runs on', async () => {
      expect(await room.use('bash', { command: 'cat; sleep 54321.7 & echo over' })).toBe('over\n[It succeeded.]');
      expect(processesNaming('54321.7')).toEqual([]);
    });

    test('a command line may have many lines, quotes and words of other scripts', async () => {
      expect(await room.use('bash', { command: 'cat <<"END"\nit\'s "ünï" $HOME\nEND\n' })).toBe(
        'it\'s "ünï" $HOME\n[It succeeded.]',
      );
    });

    test('a file is read from a line on', async () => {
      expect(await room.use('read', { path: 'a.txt', from: 2, lines: 2 })).toBe(
        '2\ttwo\n3\t  three\n[lines 2 to 3 of 4]',
      );
    });

    test('a file is read with the numbers of its lines', async () => {
      expect(await room.use('read', { path: 'a.txt' })).toBe('1\tone\n2\ttwo\n3\t  three\n4\tone');
      await room.use('write', { path: 'bare.txt', text: 'no\r\nend' });
      expect(await room.use('read', { path: 'bare.txt' })).toBe('1\tno\n2\tend');
      expect(await room.use('read', { path: '/workspace/bare.txt', from: 2 })).toBe('2\tend\n[lines 2 to 2 of 2]');
      expect(await room.use('read', { path: 'a.txt', from: 9 })).toContain('a.txt has 4 lines only');
      await room.use('write', { path: 'empty.txt', text: '' });
      expect(await room.use('read', { path: 'empty.txt' })).toBe('[empty]');
    });

    test('of a long file as much is shown as a model takes, in whole lines, and long lines are cut', async () => {
      const line = (index: number) => `${index} ${'ä'.repeat(100)}`;
      await room.use('write', {
        path: 'long.txt',
        text: `${Array.from({ length: 900 }, (_, i) => line(i)).join('\n')}\n`,
      });
      const text = await room.use('read', { path: 'long.txt' });
      expect(text.length).toBeLessThan(25_000);
      const [, last] = /\[lines 1 to (\d+) of 900\]$/.exec(text) ?? [];
      expect(text).toContain(`\n${last}\t${line(Number(last) - 1)}\n[lines`);
      await room.use('write', { path: 'wide.txt', text: `${'é'.repeat(5_000)}\nnext` });
      expect(await room.use('read', { path: 'wide.txt' })).toBe(`1\t${'é'.repeat(2_000)} [… cut …]\n2\tnext`);
    });

    test('a binary file is said to be one', async () => {
      await room.use('bash', { command: 'printf "a\\000b" > a.bin; mkfifo pipe' });
      expect(await room.use('read', { path: 'a.bin' })).toBe(
        'a.bin is binary, 3 bytes. Use a program that knows its format.',
      );
      expect(await room.use('read', { path: 'pipe' })).toContain('neither a file nor a folder');
      expect(await room.use('write', { path: 'pipe', text: 'x' })).toContain('pipe');
    });

    test('a search names file and line, in all files but those git ignores', async () => {
      await room.use('write', { path: 'found/in.js', text: 'let a;\nlet needle = 7;\nlet b;\n' });
      await room.use('write', { path: 'found/.gitignore', text: 'out.js\n' });
      await room.use('write', { path: 'found/out.js', text: 'let needle = 8;\n' });
      expect(await room.use('search', { pattern: 'needle\\s=\\s\\d' })).toBe('found/in.js:2:let needle = 7;');
      expect(await room.use('search', { pattern: 'NEEDLE', ignore_case: true, context: 1, path: 'found' })).toBe(
        'found/in.js-1-let a;\nfound/in.js:2:let needle = 7;\nfound/in.js-3-let b;',
      );
      expect(await room.use('search', { pattern: 'needle', path: '*.txt' })).toBe('Nothing matches.');
      expect(await room.use('search', { pattern: '= 7;', literal: true, path: '*.js' })).toContain('in.js:2:');
      expect(await room.use('search', { pattern: '(', literal: false })).toContain('The search does not work');
      expect(await room.use('search', { pattern: '--help' })).toBe('Nothing matches.');
      expect(await room.use('search', { pattern: 'x', path: '../outside' })).toContain('outside the workspace');
    });

    test('a search that finds much says how much more there is', async () => {
      const text = Array.from({ length: 500 }, (_, index) => `straw ${index} ${'y'.repeat(400)}`).join('\n');
      await room.use('write', { path: 'stack.txt', text });
      const found = await room.use('search', { pattern: 'straw' });
      expect(found.length).toBeLessThan(25_000);
      expect(found).toMatch(/^stack.txt:1:straw 0 y+…\n[\s\S]*\n\[\d+ more lines: search for something narrower\]$/);
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
        'Changed edit.txt at line 1.',
      );
      expect(await readFile(join(room.workspace, 'edit.txt'), 'utf8')).toBe('$1 or more\n');
    });

    test('an edit that does not fit says why', async () => {
      expect(await room.use('edit', { path: 'a.txt', old_text: 'four', new_text: '4' })).toContain('is not in a.txt');
      expect(await room.use('edit', { path: 'a.txt', old_text: 'one', new_text: '1' })).toContain(
        '2 times, at lines 1, 4.',
      );
      expect(await room.use('edit', { path: 'a.txt', old_text: '\tthree', new_text: '3' })).toContain(
        'line 3 is "  three"',
      );
      expect(await room.use('edit', { path: 'latin.txt', old_text: 'caf', new_text: 'tea' })).toContain('not UTF-8');
    });

    test('an edit can replace every occurrence, and nothing by the same', async () => {
      await room.use('write', { path: 'every.txt', text: 'a\nb a\na\n' });
      expect(await room.use('edit', { path: 'every.txt', old_text: 'a', new_text: 'c', every: true })).toBe(
        'Changed every.txt at lines 1, 2, 3.',
      );
      expect(await readFile(join(room.workspace, 'every.txt'), 'utf8')).toBe('c\nb c\nc\n');
      expect(await room.use('edit', { path: 'every.txt', old_text: 'c', new_text: 'c' })).toContain('are the same');
      expect(await room.use('edit', { path: 'none.txt', old_text: 'c', new_text: 'd' })).toContain(
        'There is no none.txt',
      );
      expect(await room.use('edit', { path: '.', old_text: 'c', new_text: 'd' })).toContain('is a folder');
    });

    test.each(['../outside/secret.txt', '/etc/passwd', '/workspace/../etc/passwd', 'a/../../outside/secret.txt', '..'])(
      'a path outside the workspace is refused: %s',
      async (path) => {
        expect(await room.use('read', { path })).toContain('outside the workspace');
        expect(await room.use('write', { path, text: 'x' })).toContain('outside the workspace');
      },
    );

    test.each([
      ['an unknown tool', 'fly', {}, 'There are: bash, search, read, edit, write, finish'],
      ['no input', 'bash', undefined, 'does not fit'],
      ['a number for a path', 'read', { path: 7 }, 'does not fit'],
      ['JSON that was cut off', 'bash', '{"command": "ls', 'not a JSON object'],
      ['a list', 'bash', ['ls'], 'does not fit'],
      ['NUL in a path', 'read', { path: 'a\0b' }, 'NUL'],
      ['NUL in a command', 'bash', { command: 'a\0b' }, 'NUL'],
    ])('%s comes back as words', async (_, name, input, words) => {
      expect(await room.use(name, input)).toContain(words);
    });

    test('a path that looks like an option is a path', async () => {
      expect(await room.use('read', { path: '--help' })).toContain('--help');
      expect(await room.use('edit', { path: '-rf', old_text: 'a', new_text: 'b' })).toContain('-rf');
    });

    test('much output is cut in the middle, and kept whole', async () => {
      const text = await room.use('bash', {
        command: 'echo first; head -c 2000000 /dev/zero | tr "\\0" x; echo; echo last',
      });
      expect(text.length).toBeLessThan(30_000);
      expect(text).toMatch(
        /^first\n[\s\S]*1976012 characters left out[\s\S]*last\n\[It succeeded\. All it printed is in kept-\d\.log\.\]$/,
      );
      expect(room.kept.at(-1)).toMatch(/^first\nx{2000000}\nlast\n$/);
    });

    test('a file that never ends is given up', async () => {
      await room.use('bash', { command: 'ln -s /dev/zero endless' });
      expect(await room.use('edit', { path: 'endless', old_text: 'a', new_text: 'b' })).toContain(
        'neither a file nor a folder',
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
