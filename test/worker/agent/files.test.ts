import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Room, roomKinds } from './room.ts';

for (const { kind, missing, skipped, open } of await roomKinds()) {
  describe.skipIf(missing !== undefined)(`files in the sandbox “${kind}”${skipped}`, () => {
    let room: Room;
    beforeAll(async () => {
      room = await open();
    });
    afterAll(() => room.close());

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

    test('a file that never ends is given up', async () => {
      await room.use('bash', { command: 'ln -s /dev/zero endless' });
      expect(await room.use('edit', { path: 'endless', old_text: 'a', new_text: 'b' })).toContain(
        'neither a file nor a folder',
      );
    });
  });
}
