import { describe, expect, test } from 'vitest';
import { chooseStart, createStart, type Found } from '#bot/dispatch/start.ts';
import { githubRepoHost } from '#shared/adapters/github/repo-host.ts';
import { branchOf, type Task } from '#shared/task/task.ts';
import { git, openWorld, repositoryWithBranch } from '../../deploy/local/github/world.ts';
import { policyOf } from '../ground.ts';
import { born, evidence, opened, retried } from '../tasks.ts';

const TIP = 'd'.repeat(40);
const OURS = 'a'.repeat(40);
const FORK = 'f'.repeat(40);
const ahead = { ahead: 2, behind: 0, forkedAt: FORK, authors: ['Bellhop'] };
const found: Found = { branch: 'agent/x', base: 'main', tip: TIP, progress: ahead, ours: { head: TIP, attempt: 1 } };
const pullRequest = (state: 'open' | 'closed' | 'merged', head = TIP) => ({ number: 3, standing: { state, head } });

test.each<[string, Found, string]>([
  ['nothing pushed', { branch: 'agent/x', base: 'main' }, 'base: Nothing was pushed before, so it starts from main.'],
  [
    'a deleted branch',
    { branch: 'agent/x', base: 'main', ours: { head: OURS, attempt: 1 } },
    'base: The branch agent/x is gone, so it starts from main.',
  ],
  [
    'a merged branch',
    { ...found, progress: { ...ahead, ahead: 0, behind: 4 } },
    'both: All of agent/x is part of main by now, so it starts from there.',
  ],
  [
    'a branch that was merged as another commit',
    { ...found, pullRequest: pullRequest('merged') },
    'both: Pull request #3 was merged as another commit, so it starts from main again.',
  ],
  [
    'what we pushed',
    { ...found, pullRequest: pullRequest('open') },
    'branch: It goes on from ddddddd on agent/x, which attempt 1 pushed.',
  ],
  [
    'what others pushed on top',
    {
      ...found,
      ours: {
        head: OURS,
        attempt: 2,
        since: { ahead: 1, behind: 0, forkedAt: OURS, authors: ['Ben', 'x'.repeat(90)] },
      },
    },
    `branch: It goes on from ddddddd on agent/x, with 1 commit by Ben, ${'x'.repeat(39)}… since attempt 2.`,
  ],
  [
    'a branch somebody rewrote',
    { ...found, ours: { head: OURS, attempt: 2, since: { ahead: 1, behind: 1, forkedAt: FORK, authors: [] } } },
    'branch: It goes on from ddddddd on agent/x, which somebody has rewritten since.',
  ],
  [
    'a base that moved',
    { ...found, progress: { ...ahead, behind: 1 } },
    'branch: It goes on from ddddddd on agent/x, which attempt 1 pushed. Meanwhile main has 1 commit more; the change is measured against where the branch began.',
  ],
  [
    'a closed pull request',
    { ...found, pullRequest: pullRequest('closed') },
    'branch: It goes on from ddddddd on agent/x, which attempt 1 pushed. Pull request #3 is closed, so there will be a new one.',
  ],
  [
    'commits after the merge',
    { ...found, ours: { head: OURS, attempt: 1 }, pullRequest: pullRequest('merged', OURS) },
    'branch: It goes on from ddddddd on agent/x, which somebody has rewritten since. Pull request #3 is merged, so there will be a new one.',
  ],
])('%s is gone on from, or it is said why not', (_, about, words) => {
  const start = chooseStart(about);
  expect(`${start.from}: ${start.words}`).toBe(words);
  if (start.from === 'branch') expect(start).toMatchObject({ commit: TIP, forkedAt: FORK });
});

test('a branch that shares no history is nothing to go on from, and the way out is named', () => {
  expect(() => chooseStart({ ...found, progress: undefined })).toThrow(
    expect.objectContaining({ code: 'branch_unrelated', whose: 'yours', remedy: expect.stringContaining('Delete') }),
  );
});

describe('on the real local GitHub', () => {
  async function openPlace() {
    const branch = branchOf(born().id);
    const shop = await repositoryWithBranch(branch);
    const head = (await git(shop, 'rev-parse', branch)).stdout;
    const main = (await git(shop, 'rev-parse', 'main')).stdout;
    const github = await openWorld({ shop });
    const { id: appId, privateKey } = github.app;
    const host = githubRepoHost({ appId, privateKey, apiUrl: github.apiUrl, secondMs: 10 });
    const first = opened('green');
    if (first.status !== 'succeeded') throw new Error('it succeeded');
    const again = {
      ...first,
      evidence: { ...evidence('green'), head },
      work: { ...first.work, evidence: { ...evidence('green'), head } },
    };
    const { number } = await host.openPullRequest({
      ...{ repository: 'acme/shop', branch, base: 'main', title: 'Fix', body: '', draft: false },
    });
    const task: Task = { ...retried(again as Task), pullRequest: { number, url: '', draft: false } };
    return { start: createStart(host, policyOf()), github, task, head, main, number };
  }

  test('a first attempt asks nobody', async () => {
    const { start, github } = await openPlace();
    const before = github.calls.length;
    expect(await start(born(), 'main')).toBeUndefined();
    expect(github.calls.length).toBe(before);
  });

  test('the next one goes on from what was pushed, from where it left its base', async () => {
    const { start, task, head, main } = await openPlace();
    expect(await start(task, 'main')).toMatchObject({ from: 'branch', commit: head, forkedAt: main });
  });

  test('and from its base once all was merged', async () => {
    const { start, task, github, number, head } = await openPlace();
    await github.merge('acme/shop', number);
    expect(await start(task, 'main')).toMatchObject({ from: 'both', commit: head });
  });
});
