import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { mirrorsIn, openPlace, type Place } from './place.ts';

/** Twice: what was fetched, and what was laid out from the mirror. */
async function both(place: Place) {
  return [await place.attempt(), await place.attempt()];
}

describe('of a hostile repository', () => {
  test('nothing runs, and links lead nobody anywhere', async () => {
    const place = await openPlace();
    const { host, folder } = place;
    const sprung = join(folder, 'sprung');
    const file = async (text: string) => `100644 blob ${await host.write(text)}`;
    await mkdir(join(folder, 'outside'));
    const hooks = await host.mktree({
      'post-checkout': `100755 blob ${await host.write(`#!/bin/sh\ntouch ${sprung}\n`)}`,
    });
    const tree = await host.mktree({
      '.gitattributes': await file('* filter=evil\n*.txt text eol=crlf\n'),
      '.gitmodules': await file(
        `[submodule "sub"]\n\tpath = sub\n\turl = file://${folder}\n\tupdate = !touch ${sprung}\n`,
      ),
      config: await file(`[filter "evil"]\n\tsmudge = touch ${sprung}\n`),
      hooks: `040000 tree ${hooks}`,
      link: `120000 blob ${await host.write('../../outside')}`,
      'CASE.md': await file('upper\n'),
      'case.md': await file('lower\n'),
      sub: `160000 commit ${'1'.repeat(40)}`,
    });
    await place.publishTree('main', tree);
    for (const { workTree, git } of await both(place)) {
      expect(await readlink(join(workTree, 'link'))).toBe('../../outside');
      expect((await lstat(join(workTree, 'link'))).isSymbolicLink()).toBe(true);
      expect(await readFile(join(workTree, 'CASE.md'), 'utf8')).toBe('upper\n');
      expect(await readFile(join(workTree, 'case.md'), 'utf8')).toBe('lower\n');
      expect(await readdir(join(workTree, 'sub'))).toEqual([]);
      expect(existsSync(join(git.directory, 'hooks'))).toBe(false);
    }
    expect(await readdir(join(folder, 'outside'))).toEqual([]);
    expect(existsSync(sprung)).toBe(false);
  });

  test('no file becomes a place to look for objects', async () => {
    const place = await openPlace();
    const { host } = place;
    const alternates = `100644 blob ${await host.write('/somewhere/else\n')}`;
    const info = await host.mktree({ alternates });
    await place.publishTree(
      'main',
      await host.mktree({ objects: `040000 tree ${await host.mktree({ info: `040000 tree ${info}` })}` }),
    );
    for (const { git } of await both(place))
      expect(existsSync(join(git.directory, 'objects/info/alternates'))).toBe(false);
    const [mirror = ''] = await mirrorsIn(place.cache);
    expect(await readdir(join(mirror, 'objects'))).toEqual(['pack']);
  });

  test.each(['.git', '.GIT', '..', '.', 'a/b'])(
    'a file called “%s” is refused in words, and not kept',
    async (name) => {
      const place = await openPlace();
      await place.publishTree('main', await treeWith(place, name));
      await expect(place.attempt()).rejects.toMatchObject({ code: 'repository_malformed', whose: 'yours' });
      expect(await mirrorsIn(place.cache)).toEqual([]);
    },
  );
});

/** A tree as nobody's git would write it. */
async function treeWith({ host }: Place, name: string): Promise<string> {
  const blob = Buffer.from(await host.write('text\n'), 'hex');
  const input = Buffer.concat([Buffer.from(`100644 ${name}\0`), blob]);
  const folder = await host.git('rev-parse', '--absolute-git-dir');
  const { stdout } = await execa('git', ['-C', folder, 'hash-object', '-w', '-t', 'tree', '--literally', '--stdin'], {
    input,
  });
  return stdout;
}
