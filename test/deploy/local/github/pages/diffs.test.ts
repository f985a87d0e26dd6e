import { chmod, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { git, repositoryWithBranch, writeFiles } from '../world.ts';
import { look, type Seen, worldWithPull } from './browse.ts';

const NUMBERS = Array.from({ length: 40 }, (_, index) => `line ${index + 1}\n`).join('');

/** The changed files of a pull request that does this to a repository with `numbers.txt`. */
async function filesAfter(change: (folder: string) => Promise<unknown>): Promise<Seen> {
  const shop = await repositoryWithBranch('agent/fix');
  await writeFiles(shop, { 'numbers.txt': NUMBERS });
  await git(shop, 'add', '.');
  await git(shop, 'commit', '--quiet', '-m', 'Numbers');
  await git(shop, 'checkout', '--quiet', '-B', 'agent/fix');
  await change(shop);
  await git(shop, 'add', '--all');
  await git(shop, 'commit', '--quiet', '-m', 'Change');
  return await look(await worldWithPull({}, shop), '/acme/shop/pull/1/files');
}

test('a changed line stands between its neighbours, with its number before and now', async () => {
  const { html, text } = await filesAfter((folder) =>
    writeFile(join(folder, 'numbers.txt'), NUMBERS.replace('line 20\n', 'line twenty\nand more\n')),
  );
  expect(text).toMatch(/Line 17 · line 16 17 17 line 17/);
  expect(html).toContain('<tr class="removed"><td>20</td><td></td><td><span class="sign">−</span>line 20</td></tr>');
  expect(html).toContain('<tr class="added"><td></td><td>21</td><td><span class="sign">+</span>and more</td></tr>');
  expect(html).toContain('<tr class="same"><td>21</td><td>22</td><td><span class="sign"></span>line 21</td></tr>');
});

test('lines that look like a patch are only lines', async () => {
  const lines = 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n\\ No newline at end of file\n';
  const { text } = await filesAfter((folder) => writeFiles(folder, { 'a.patch': lines, 'b.txt': 'b\n' }));
  expect(text).toMatch(/1 \+diff --git a\/x b\/x 2 \+--- a\/x 3 \+\+\+\+ b\/x 4 \+@@ -1 \+1 @@ 5 \+\\ No newline/);
  expect(text).toMatch(/b\.txt new \+1 −0.* 1 \+b/);
});

test('a moved file names both places, and shows what changed on the way', async () => {
  const { text } = await filesAfter(async (folder) => {
    await rename(join(folder, 'numbers.txt'), join(folder, 'moved here.txt'));
    await writeFile(join(folder, 'moved here.txt'), NUMBERS.replace('line 3\n', 'line three\n'));
    await rename(join(folder, 'README.md'), join(folder, 'README.txt'));
  });
  expect(text).toMatch(/numbers\.txt → moved here\.txt moved \+1 −1.*−line 3 .*\+line three/);
  expect(text).toMatch(/README\.md → README\.txt moved No line changed\./);
});

test('what is no text is said to be none', async () => {
  const { text } = await filesAfter((folder) => writeFile(join(folder, 'logo.png'), Buffer.from([1, 0, 2])));
  expect(text).toMatch(/logo\.png new binary A binary file/);
});

test('a file that becomes a link, becomes executable or goes is said to', async () => {
  const { text } = await filesAfter(async (folder) => {
    await rm(join(folder, 'README.md'));
    await symlink('/etc/passwd', join(folder, 'README.md'));
    await chmod(join(folder, 'src/cart.js'), 0o755);
    await rm(join(folder, 'numbers.txt'));
  });
  expect(text).toMatch(/README\.md of another kind now a symbolic link, was a plain file .*−# Shop.*\+\/etc\/passwd/);
  expect(text).toMatch(/src\/cart\.js executable, was a plain file No line changed\./);
  expect(text).toMatch(/numbers\.txt removed \+0 −40/);
  expect(text).not.toContain('root:');
});

test('the end of a line and of a file shows where it changed', async () => {
  const { text } = await filesAfter((folder) => writeFile(join(folder, 'numbers.txt'), `${NUMBERS.trimEnd()}\r`));
  expect(text).toMatch(/−line 40 40 \+line 40U\+000D no newline at the end/);
});

test('names with line ends, quotes and spaces keep their content', async () => {
  const names = ['a "b" c.txt', 'line\nend.txt', 'tab\t.txt', ' -- .txt', '*.txt', 'ü.txt'];
  const { text } = await filesAfter((folder) =>
    writeFiles(folder, Object.fromEntries(names.map((name, index) => [name, `content ${index}\n`]))),
  );
  for (const index of names.keys()) expect(text).toContain(`+content ${index}`);
  expect(text).toMatch(/tab .txt new .*\+content 2/);
  expect(text).toContain('6 files changed, ');
});

test('a large file is left out and says so; the others are there', async () => {
  const { text } = await filesAfter((folder) =>
    writeFiles(folder, { 'large.txt': 'x\n'.repeat(1_501), 'small.txt': 'small\n' }),
  );
  expect(text).toMatch(/large\.txt new \+1501 −0.*More than 1500 lines changed.*small\.txt.*\+small/);
});

test('of a change that is too much for one page the last files are left out', async () => {
  const files = Array.from({ length: 320 }, (_, index) => [`f${1_000 + index}.txt`, 'x\n'.repeat(100)]);
  const { html, text } = await filesAfter((folder) => writeFiles(folder, Object.fromEntries(files)));
  expect(text).toContain('320 files changed, ');
  expect(html.match(/<details class="file"/g)).toHaveLength(300);
  expect(text.match(/Not shown: the whole change is too large/g)).toHaveLength(220);
  expect(text).toContain('20 more files changed and are not listed here.');
});

test('lines without end are cut, and what follows them is said to be missing', async () => {
  const { html, text } = await filesAfter((folder) =>
    writeFiles(folder, { 'a.txt': 'y'.repeat(3_000_000), 'b.txt': 'b\n' }),
  );
  expect(text).toMatch(/a\.txt new \+1 −0.*and \d+ more characters.*The rest of this file is too long/);
  expect(text).toMatch(/b\.txt new \+1 −0.*Not shown/);
  expect(html.length).toBeLessThan(20_000);
});
