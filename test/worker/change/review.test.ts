import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { redactor } from '#shared/text/redact.ts';
import { entriesBetween, executableMove } from '#worker/change/entries.ts';
import { changeRefused, createReview } from '#worker/change/review.ts';
import { commitAll, initialise } from '#worker/commits.ts';
import { type Git, openGit } from '#worker/git.ts';

const LIMITS = { files: 3, lines: 20, generatedLines: 50, binaryKilobytes: 2, fileKilobytes: 4, generated: ['api/**'] };
const SIGNAL = new AbortController().signal;

let git: Git;
let workTree: string;
let base: string;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-change-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  workTree = join(folder, 'work');
  git = openGit(join(folder, 'git'), process.env);
  await mkdir(workTree);
  await initialise(git, 'main');
  await put('a.txt', 'one\n');
  await put('run.sh', 'true\n');
  const tree = (await git.run(['hash-object', '-w', '-t', 'tree', '--stdin'], { input: '' })).trim();
  const root = (await git.run(['commit-tree', tree], { input: 'Nothing' })).trim();
  base = await commit(root);
});

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(workTree, path)), { recursive: true });
  await writeFile(join(workTree, path), text);
}

const commit = async (parent: string): Promise<string> =>
  (await commitAll(git, workTree, { parent, message: 'Change', signal: SIGNAL })) ?? parent;

async function reviewed(start = base) {
  const review = createReview({
    git,
    assignment: { changeLimits: LIMITS, protectedPaths: ['infra'] },
    redact: redactor([]),
  });
  return review({ base, start, head: await commit(start) }, ['*.lock.txt']);
}
const words = async (start = base) => (await reviewed(start)).map((each) => each.words);

describe('a change is refused before anything of it leaves', () => {
  test('for protected paths of the policy, of the repository, and of GitHub itself', async () => {
    await put('infra/main.tf', 'x');
    await put('deep/my.lock.txt', 'x');
    await put('.github/workflows/ci.yml', 'x');
    expect(await reviewed()).toEqual([
      {
        code: 'protected_path',
        words: '`.github/workflows/ci.yml` decides what GitHub itself runs, and no task may change it.',
      },
      { code: 'protected_path', words: '`deep/my.lock.txt` is protected, and no task may change it.' },
      { code: 'protected_path', words: '`infra/main.tf` is protected, and no task may change it.' },
    ]);
  });

  test.each(['/etc/passwd', '../../x', 'deep/../../x', 'C:\\x', '.git/config'])('for a link to %s', async (target) => {
    await symlink(target, join(workTree, 'link'));
    expect(await reviewed()).toEqual([{ code: 'link_leaves', words: 'The link `link` leads out of the repository.' }]);
  });

  test('for a submodule', async () => {
    await git.run(['update-index', '--add', '--cacheinfo', `160000,${base},sub`]);
    await mkdir(join(workTree, 'sub'));
    expect((await reviewed()).map(({ code }) => code)).toEqual(['submodule_changed']);
  });

  test('for a secret, also in a file that calls itself binary', async () => {
    await put('.gitattributes', '* -diff -text\n');
    await put('keys.bin', `\0\0\nkey = AKIAIOSFODNN7EXAMPLE\n`);
    expect(await words()).toEqual(['`keys.bin`:2 holds what looks like an AWS key.']);
  });

  test('for its size, by what people read, by what tools wrote, and by file', async () => {
    for (const name of ['b', 'c', 'd', 'e']) await put(`${name}.txt`, 'x\n'.repeat(10));
    await put('package-lock.json', 'x\n'.repeat(60));
    await put('api/client.ts', 'x\n');
    await put('picture.png', `\0${'x'.repeat(5_000)}`);
    expect(await words()).toEqual([
      'The change has 5 changed files; 3 is the most.',
      'The change has 40 changed lines; 20 is the most.',
      'The change has 61 changed lines of generated files; 50 is the most.',
      'The change has 5 kB of binary files; 2 is the most.',
      '`picture.png` has 5 kB; 4 is the most for one file.',
    ]);
  });
});

test('what a change may do is let through: links inside, modes, generated files within their own measure', async () => {
  await symlink('../a.txt', join(workTree, 'link')).catch(() => undefined);
  await rm(join(workTree, 'link'));
  await mkdir(join(workTree, 'deep'));
  await symlink('../a.txt', join(workTree, 'deep', 'link'));
  await put('yarn.lock', 'x\n'.repeat(40));
  await chmod(join(workTree, 'run.sh'), 0o4755);
  expect(await reviewed()).toEqual([]);
  const moves = await entriesBetween(git, base, (await git.run(['rev-parse', 'HEAD'])).trim());
  expect(moves.flatMap((entry) => (executableMove(entry) ? [[entry.path, executableMove(entry)]] : []))).toEqual([
    ['run.sh', 'gained'],
  ]);
});

test('an attempt answers for its own changes, and for the size of the whole', async () => {
  await put('infra/main.tf', 'x\n'.repeat(15));
  const start = await commit(base);
  await put('b.txt', 'x\n'.repeat(10));
  expect(await words(start)).toEqual(['The change has 25 changed lines; 20 is the most.']);
});

test('the end of it names the first few, the kind of problem, and what to do', () => {
  const violations = Array.from({ length: 7 }, (_, index) => ({
    code: 'secret_in_change' as const,
    words: `Line ${index}.`,
  }));
  expect(changeRefused(violations)).toMatchObject({
    code: 'secret_in_change',
    whose: 'yours',
    message: 'I did not push the change. Line 0. Line 1. Line 2. Line 3. Line 4. And 2 more of the kind.',
    remedy: expect.stringContaining('made-up value'),
  });
});
