import { expect, test } from 'vitest';
import {
  parsePathChanges,
  parseRefUpdates,
  protectedBranchProblem,
  workflowProblem,
} from '#deploy/local/github/push-rules.ts';
import { cloneWithChange, git, openWorld, tokenFor, writeFiles } from './world.ts';

const WORKFLOW = '.github/workflows/ci.yml';
const FILES = { 'README.md': '# Shop\n', [WORKFLOW]: 'on: push\n' };
const REFUSED =
  /refusing to allow a GitHub App to create or update workflow `\.github\/workflows\/[\w.]+` without `workflows` permission/;

async function clone(files: Readonly<Record<string, string>>) {
  const github = await openWorld({ files: FILES });
  return {
    github,
    folder: await cloneWithChange(github, await tokenFor(github, { contents: 'write' }), 'agent/fix', files),
  };
}

test.each([
  ['changed', { [WORKFLOW]: 'on: pull_request\n' }],
  ['added', { '.github/workflows/new.yml': 'on: push\n' }],
])('a push with a workflow file %s is refused', async (_name, files) => {
  const { github, folder } = await clone(files);
  const push = await git(folder, 'push', 'origin', 'agent/fix');
  expect(push.exitCode).toBe(1);
  expect(push.words).toMatch(REFUSED);
  expect((await github.branches('acme/shop')).map(({ name }) => name)).toEqual(['main']);
});

test('a workflow file changed and put back within a push is refused too', async () => {
  const { folder } = await clone({ [WORKFLOW]: 'on: pull_request\n' });
  await writeFiles(folder, FILES);
  await git(folder, 'commit', '--quiet', '--all', '-m', 'As it was');
  await git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'Nothing');
  expect((await git(folder, 'push', 'origin', 'agent/fix')).words).toMatch(REFUSED);
});

test('a push that takes a workflow file away is refused', async () => {
  const { folder } = await clone({ a: '1' });
  await git(folder, 'rm', '--quiet', WORKFLOW);
  await git(folder, 'commit', '--quiet', '-m', 'Without');
  expect((await git(folder, 'push', 'origin', 'agent/fix')).words).toMatch(REFUSED);
});

test('other files beside an untouched workflow go through, and so does a branch being deleted', async () => {
  const { folder } = await clone({ '.github/CODEOWNERS': '* @acme\n', 'workflows/x.yml': 'a: 1\n' });
  expect((await git(folder, 'push', 'origin', 'agent/fix')).exitCode).toBe(0);
  expect((await git(folder, 'push', 'origin', ':agent/fix')).exitCode).toBe(0);
});

test('a workflow file that already is so on a branch may be taken over', () => {
  const changes = [{ path: WORKFLOW, blob: 'b'.repeat(40) }];
  expect(workflowProblem(changes, { contents: 'write' }, () => true)).toBeUndefined();
  expect(workflowProblem(changes, { contents: 'write' }, () => false)).toMatch(REFUSED);
  expect(workflowProblem(changes, { contents: 'write', workflows: 'write' }, () => false)).toBeUndefined();
});

test('what git tells about a push is read as it is', () => {
  const [zero, one, two] = ['0'.repeat(40), '1'.repeat(40), '2'.repeat(40)];
  expect(parseRefUpdates(`${zero} ${one} refs/heads/a\n`)).toEqual([{ before: zero, after: one, ref: 'refs/heads/a' }]);
  const raw = `:100644 100644 ${one} ${two} M\0.github/workflows/a b.yml\0\n:100644 000000 ${two} ${zero} D\0x\0`;
  expect(parsePathChanges(raw)).toEqual([
    { path: '.github/workflows/a b.yml', blob: two },
    { path: 'x', blob: undefined },
  ]);
});

test('only the default branch itself is protected', () => {
  const update = (ref: string) => ({ before: '', after: '', ref });
  expect(protectedBranchProblem(update('refs/heads/main'), 'main')).toMatch(/GH006/);
  expect(protectedBranchProblem(update('refs/heads/main/2'), 'main')).toBeUndefined();
  expect(protectedBranchProblem(update('refs/tags/main'), 'main')).toBeUndefined();
});
