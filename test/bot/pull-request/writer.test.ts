import { describe, expect, test } from 'vitest';
import { createRecorder } from '#bot/events/record.ts';
import { createPullRequestWriter } from '#bot/pull-request/writer.ts';
import { githubRepoHost } from '#shared/adapters/github/repo-host.ts';
import { branchOf, type TaskIn } from '#shared/task/task.ts';
import { redactor } from '#shared/text/redact.ts';
import { openWorld, repositoryWithBranch } from '../../deploy/local/github/world.ts';
import { factsOf, openGround, policyOf, put, recordOf } from '../ground.ts';
import { born, evidence, FAILURE, STAGES } from '../tasks.ts';

const SECRET = 'a secret of ours';

/** Pushed work on the real local GitHub: the branch of the task is there, at the commit that was tested. */
async function openPushed(verdict: 'green' | 'red' = 'green', policy = policyOf()) {
  const ground = openGround();
  const branch = branchOf(born().id);
  const github = await openWorld({ shop: await repositoryWithBranch(branch) });
  const { id: appId, privateKey } = github.app;
  const host = githubRepoHost({ appId, privateKey, apiUrl: github.apiUrl, secondMs: 10 });
  const head = (await host.head('acme/shop', branch)) ?? '';
  const pushed = STAGES.pushed as TaskIn<'finalizing'>;
  const request = { ...pushed.request, words: `Fix the cart, ${SECRET}` };
  const task: TaskIn<'finalizing'> = { ...pushed, request, head, evidence: { ...evidence(verdict), head } };
  await put(ground.store, task);
  const recorder = createRecorder(ground);
  const open = createPullRequestWriter({
    ...{ host, recorder, policy, redact: redactor([SECRET]), log: ground.log },
    linkTo: (artifact) => `http://bot.test/${artifact}`,
  });
  return { ...ground, github, host, recorder, task, open, pullRequests: () => github.pullRequests('acme/shop') };
}

describe('pushed work', () => {
  test('becomes a pull request, and the record says so', async () => {
    const { open, task, store, pullRequests } = await openPushed();
    await open(task);
    const [pullRequest, ...others] = pullRequests();
    expect(others).toEqual([]);
    expect(pullRequest).toMatchObject({ branch: branchOf(task.id), base: 'main', draft: false });
    expect(await recordOf(store, task)).toMatchObject({
      status: 'succeeded',
      pullRequest: { number: pullRequest?.number },
    });
    expect(JSON.stringify(pullRequest)).not.toContain(SECRET);
  });

  test('that is not green becomes a draft', async () => {
    const { open, task, pullRequests } = await openPushed('red');
    await open(task);
    expect(pullRequests()).toMatchObject([{ draft: true }]);
  });

  test('that is opened twice, one after another or at once, is one pull request and one fact', async () => {
    const { open, task, store, pullRequests } = await openPushed();
    await Promise.all([open(task), open(task)]);
    await open(task);
    expect(pullRequests()).toHaveLength(1);
    expect(await factsOf(store, task)).toEqual(['pull_request.opened']);
  });

  test('that somebody moved is not proposed', async () => {
    const { open, task, store, pullRequests } = await openPushed();
    await expect(open({ ...task, head: 'c'.repeat(40) })).rejects.toMatchObject({ code: 'head_moved', whose: 'yours' });
    expect([pullRequests(), await factsOf(store, task)]).toEqual([[], []]);
  });

  test('that GitHub cannot take now is an expected problem that passes, and is taken later', async () => {
    const { open, task, github, pullRequests } = await openPushed();
    github.faults.add('GET /repos/{owner}/{repo}', { kind: 'answer', status: 503 }, 3);
    await expect(open(task)).rejects.toMatchObject({ whose: 'transient' });
    await open(task);
    expect(pullRequests()).toHaveLength(1);
  });

  test('whose answer was lost is found again', async () => {
    const { open, task, store, github, pullRequests } = await openPushed();
    github.faults.add('POST /repos/{owner}/{repo}/pulls', { kind: 'lose_answer' });
    await open(task).catch(() => open(task));
    expect([pullRequests().length, (await recordOf(store, task)).status]).toEqual([1, 'succeeded']);
  });
});

describe('what became true', () => {
  test.each([
    ['stopped', { type: 'cancel.proved' }],
    ['given up', { type: 'attempt.failed', failure: FAILURE }],
  ] as const)('stays on a task that was %s while the pull request was opened', async (_, fact) => {
    const { open, task, store, recorder, pullRequests } = await openPushed();
    const by = task.requester;
    const asked = fact.type === 'cancel.proved' ? [{ type: 'cancel.asked', by } as const, fact] : [fact];
    await Promise.all([open(task), recorder.record(task.id, () => asked)]);
    const { status, pullRequest } = await recordOf(store, task);
    expect(['cancelled', 'failed']).toContain(status);
    expect(pullRequest?.number).toBe(pullRequests()[0]?.number);
  });

  test('is not asked for of work that is not pushed', async () => {
    const { open, pullRequests } = await openPushed();
    for (const task of [STAGES.granted, STAGES.failed, STAGES.cancelling]) await open(task);
    expect(pullRequests()).toEqual([]);
  });
});

describe('how a pull request is presented', () => {
  const people = { U0ANA: { github: 'ana' } };

  test('is what the policy says, for the repository or for all, with the one who asked assigned', async () => {
    const policy = policyOf({
      people,
      pull_requests: { labels: ['agent'], reviewers: ['ben'], draft: 'always' },
      repositories: { 'acme/shop': { labels: ['shop', 'agent'] } },
    });
    const { open, task, pullRequests } = await openPushed('green', policy);
    await open(task);
    expect(pullRequests()).toMatchObject([
      { draft: true, labels: ['shop', 'agent'], reviewers: ['ben'], assignees: ['ana'] },
    ]);
  });

  test('is told where it cannot be had, and that is no failure', async () => {
    const policy = policyOf({
      people: { U0ANA: { github: 'mallory' } },
      pull_requests: { labels: ['agent'], reviewers: ['nobody', 'ben'] },
    });
    const { open, task, store, said, pullRequests } = await openPushed('green', policy);
    await open(task);
    const { status, pullRequest } = await recordOf(store, task);
    expect(status).toBe('succeeded');
    expect(pullRequest?.missing).toEqual([
      expect.stringMatching(/^I could not ask nobody for a review: .*collaborator/),
    ]);
    expect(pullRequests()).toMatchObject([{ labels: ['agent'], reviewers: ['ben'], assignees: [] }]);
    expect(said.map(({ event, fields }) => [event, fields.name])).toEqual([
      ['pull_request.not_presented', 'mallory'],
      ['pull_request.not_presented', 'nobody'],
    ]);
  });

  test('does not keep a pull request from being opened while GitHub takes no labels', async () => {
    const policy = policyOf({ pull_requests: { labels: ['agent'] } });
    const { open, task, store, github } = await openPushed('green', policy);
    github.faults.add('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', { kind: 'answer', status: 503 }, 9);
    await open(task);
    expect((await recordOf(store, task)).pullRequest?.missing).toEqual([
      expect.stringMatching(/^Labels and reviewers may be missing: GitHub did not answer/),
    ]);
  });

  test('is left as people made it when an attempt after the first brings it up to date', async () => {
    const { open, task, pullRequests } = await openPushed('green', policyOf({ pull_requests: { labels: ['agent'] } }));
    await open({ ...task, pullRequest: { number: 1, url: 'https://github.test/1', draft: false } });
    expect(pullRequests()).toMatchObject([{ labels: [] }]);
  });
});
