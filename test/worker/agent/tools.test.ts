import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processesNaming } from '../sandbox/place.ts';
import { type Room, roomKinds } from './room.ts';

for (const { kind, missing, skipped, open } of await roomKinds()) {
  describe.skipIf(missing !== undefined)(`tools in the sandbox “${kind}”${skipped}`, () => {
    let room: Room;
    beforeAll(async () => {
      room = await open();
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
      expect(await room.use('bash', { command: 'cat; cat /dev/stdin; sleep 54321.7 & echo over' })).toBe(
        'over\n[It succeeded.]',
      );
      expect(processesNaming('54321.7')).toEqual([]);
    });

    test('a command line may have many lines, quotes and words of other scripts', async () => {
      expect(await room.use('bash', { command: 'cat <<"END"\nit\'s "ünï" $HOME\nEND\n' })).toBe(
        'it\'s "ünï" $HOME\n[It succeeded.]',
      );
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
      const lessons = Array.from({ length: 50 }, (_, index) => `${index}${'L'.repeat(10_000)}`);
      expect(await room.use('finish', { ...account, lessons })).toContain('checks run now');
      expect(await room.use('finish', { summary: 'only that' })).toContain('does not fit');
    });
  });
}
