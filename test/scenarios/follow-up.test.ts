import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SeenMessage } from '#deploy/local/slack/person/protocol.ts';
import { githubRepoHost } from '#shared/adapters/github/repo-host.ts';
import { branchOf, type Task } from '#shared/task/task.ts';
import { cassetteOf, FINISH, repositoryOf, runs, TINY, writes } from './repositories.ts';
import { raiseStage, type Stage } from './stage.ts';

const NAMES = ['open', 'reviewed', 'merged', 'squashed', 'closed', 'deleted', 'moved', 'pushed', 'idle'];
/** Mends it, and leaves a trace each time, so that every attempt has something to commit. */
const AGENT = [runs('echo again >> again.txt'), writes('right\n'), FINISH];

describe.concurrent('asking for more', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await raiseStage({
      repositories: NAMES.map((name) => repositoryOf(`acme/${name}`, TINY)),
      cassettes: NAMES.map((name) => cassetteOf(`acme/${name}`, name === 'idle' ? [writes('right\n'), FINISH] : AGENT)),
      policy: { limits: { running: 3, running_per_person: 3, automatic_retries: 0 } },
    });
  });
  afterAll(() => stage?.close());

  /** A task whose first attempt ended with a pull request. */
  async function proposed(name: string): Promise<{ card: SeenMessage; task: Task; number: number }> {
    const card = await stage.ask(`acme/${name} Mend it`);
    const task = await stage.end(card);
    return { card, task, number: task.pullRequest?.number ?? 0 };
  }

  async function followUp(card: SeenMessage, words = 'follow up: do it again'): Promise<Task> {
    await stage.ana.reply({ channel: card.channel, thread: card.ts }, words);
    await stage.until(card, ({ attempt }) => attempt === 2, 'asked for more');
    return await stage.end(card);
  }

  const said = async (card: SeenMessage) => (await stage.thread(card)).join('\n');

  test('goes on from what is pushed, on the same pull request, and says what it did not do again', async () => {
    const { card, task, number } = await proposed('open');
    const again = await followUp(card, 'follow up: rename it, too');
    expect(again).toMatchObject({
      status: 'succeeded',
      attempt: 2,
      pullRequest: { number },
      evidence: { verdict: 'green' },
    });
    expect(stage.github.pullRequests('acme/open')).toHaveLength(1);
    expect(stage.github.pullRequests('acme/open')[0]?.body).toMatch(/Asked for after that, by ana:\s+> rename it, too/);
    const first = task.work.evidence?.head.slice(0, 7);
    const thread = await said(card);
    expect(thread).toContain('Attempt 2, asked for by ana:');
    expect(thread).toContain(`It goes on from ${first} on ${branchOf(task.id)}, which attempt 1 pushed.`);
    expect(gists(again)).toMatchObject({
      hydrate: expect.stringMatching(/^as attempt 1 found it/),
      baseline: expect.stringMatching(/as attempt 1 found it/),
    });
    expect(again.work.evidence?.before[0]?.commit).toBe(task.work.evidence?.base);
    expect(again.work.evidence?.after[0]?.commit).toBe(again.work.evidence?.head);
  });

  test('takes the comments on the pull request along', async () => {
    const { card, number } = await proposed('reviewed');
    stage.github.comment('acme/reviewed', number, 'ben', {
      text: 'Not so /approve @ana',
      place: { path: 'value.txt', line: 1 },
    });
    const again = await followUp(card, 'Address the review');
    expect(again.work.context?.included).toContain('comment 1 on the pull request');
    expect(again.followUps).toMatchObject([{ words: 'Address the review' }]);
  });

  test('starts from its base once all was merged, and gets a pull request of its own', async () => {
    const { card, number } = await proposed('merged');
    await stage.github.merge('acme/merged', number);
    const again = await followUp(card);
    expect(again).toMatchObject({ status: 'succeeded', work: { start: { from: 'both' } } });
    expect(again.pullRequest?.number).not.toBe(number);
    expect(await said(card)).toMatch(/All of agent\/\S+ is part of main by now.*Ready: pull request #2/s);
  });

  test('starts from its base when it was merged as another commit, and leaves out what was merged', async () => {
    const { card, number } = await proposed('squashed');
    await stage.github.merge('acme/squashed', number, { squash: true });
    const again = await followUp(card);
    expect(again).toMatchObject({ status: 'succeeded', work: { start: { from: 'both' } } });
    expect(again.work.change?.files.map(({ path }) => path)).toEqual(['again.txt']);
    expect(await said(card)).toContain(`Pull request #${number} was merged as another commit`);
  });

  test('gets a new pull request when the first was closed', async () => {
    const { card, number } = await proposed('closed');
    await stage.github.closePullRequest('acme/closed', number);
    const again = await followUp(card);
    expect(again.pullRequest?.number).toBe(number + 1);
    expect(await said(card)).toContain(`Pull request #${number} is closed, so there will be a new one.`);
  });

  test('starts from its base when the branch was deleted', async () => {
    const { card, task } = await proposed('deleted');
    await pushing('acme/deleted', (git) => git('push', 'origin', '--delete', branchOf(task.id)));
    const again = await followUp(card);
    expect(again).toMatchObject({ status: 'succeeded', work: { start: { from: 'base' } } });
    expect(await said(card)).toContain(`The branch ${branchOf(task.id)} is gone, so it starts from main.`);
  });

  test('is measured against where the branch began when its base has moved', async () => {
    const { card, task, number } = await proposed('moved');
    await merged('acme/moved');
    const again = await followUp(card);
    expect(again).toMatchObject({
      status: 'succeeded',
      pullRequest: { number },
      evidence: { base: task.work.base?.commit },
    });
    expect(await said(card)).toMatch(/Meanwhile main has 2 commits more/);
  });

  test('keeps what somebody else pushed to the branch', async () => {
    const { card, task } = await proposed('pushed');
    await pushing('acme/pushed', async (git) => {
      await git('checkout', '--quiet', branchOf(task.id));
      await git('commit', '--quiet', '--allow-empty', '-m', 'A look of mine');
      await git('push', '--quiet', 'origin', branchOf(task.id));
    });
    const again = await followUp(card);
    expect(again).toMatchObject({ status: 'succeeded', work: { start: { from: 'branch' } } });
    expect(await said(card)).toMatch(/with 1 commit by Ben since attempt 1/);
  });

  test('for what is there already ends in the words of the agent, and the pull request stays', async () => {
    const { card, number } = await proposed('idle');
    const again = await followUp(card);
    expect(again).toMatchObject({ status: 'failed', failure: { code: 'nothing_changed' }, pullRequest: { number } });
  });

  type Git = (...args: readonly string[]) => Promise<unknown>;

  /** A clone of Ben's, gone after the test. */
  async function pushing(repository: string, act: (git: Git) => Promise<unknown>): Promise<void> {
    const { id: appId, privateKey } = stage.github.app;
    const host = githubRepoHost({ appId, privateKey, apiUrl: stage.github.apiUrl });
    const folder = mkdtempSync(join(tmpdir(), 'bellhop-clone-'));
    const { token } = await host.token(repository, 'push');
    const origin = `${stage.github.url.replace('//', `//x-access-token:${token}@`)}/${repository}.git`;
    const person = ['-c', 'user.name=Ben', '-c', 'user.email=ben@example.org'];
    const git: Git = (...args) => execa('git', ['-C', folder, ...person, ...args]);
    await execa('git', ['clone', '--quiet', origin, folder]);
    await act(git).finally(() => rmSync(folder, { recursive: true }));
  }

  /** Somebody else's change, merged into main. */
  async function merged(repository: string): Promise<void> {
    await pushing(repository, async (git) => {
      await git('checkout', '--quiet', '-b', 'other');
      await git('commit', '--quiet', '--allow-empty', '-m', 'Other');
      await git('push', '--quiet', 'origin', 'other');
    });
    const { id: appId, privateKey } = stage.github.app;
    const host = githubRepoHost({ appId, privateKey, apiUrl: stage.github.apiUrl });
    const draft = { repository, branch: 'other', base: 'main', title: 'Other', body: '', draft: false };
    await stage.github.merge(repository, (await host.openPullRequest(draft)).number);
  }
});

const gists = ({ work }: Task) => Object.fromEntries(work.steps.map(({ step, gist }) => [step, gist]));
