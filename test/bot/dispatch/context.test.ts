import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createContext } from '#bot/dispatch/context.ts';
import { createPeopleNames } from '#bot/people.ts';
import type { LocalGitHub } from '#deploy/local/github/server.ts';
import { githubRepoHost } from '#shared/adapters/github/repo-host.ts';
import type { RepoHost } from '#shared/ports.ts';
import { git, openWorld, remote, temporaryFolder, writeFiles } from '../../deploy/local/github/world.ts';
import { clientOf, openSlack } from '../../deploy/local/slack/start.ts';
import { aFlakyTest, aLesson, foundAt } from '../../shared/task/findings.ts';
import { openGround, policyOf } from '../ground.ts';
import { born } from '../tasks.ts';

const FILES = { 'README.md': '# Shop\n', 'AGENTS.md': 'Be brief.\n', 'src/cart.js': 'export {};\n' };

/** A task whose card stands in the real local Slack, of a repository on the real local GitHub. */
async function openContext() {
  const { store, memory, clock } = openGround();
  const slack = await openSlack();
  const github = await openWorld({ files: FILES });
  const host = githubRepoHost({ appId: github.app.id, privateKey: github.app.privateKey, apiUrl: github.apiUrl });
  const client = clientOf(slack);
  const peopleName = createPeopleNames(client);
  const about = { policy: policyOf(), self: slack.botUser, peopleName, now: () => clock.at };
  const context = createContext({ client, store, host, memory, ...about });
  const task = born();
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0GENERAL', text: 'the card' });
  const place = { channel: 'C0GENERAL', thread: ts };
  await store.show(task.id, 'card', { channel: place.channel, ts, at: 1 });
  return { context, task, slack, client, place, store, memory, clock, github, host };
}

describe('what hydration starts from', () => {
  test('is what people said in the thread, and what the repository says of itself', async () => {
    const { context, task, slack, client, place } = await openContext();
    await slack.person('U0BEN').reply(place, 'It should be a < b\u202e & c, says @ana');
    await slack.person('U0ANA').reply(place, 'Yes');
    await client.chat.postMessage({ channel: place.channel, thread_ts: place.thread, text: 'a reply of the bot' });
    expect(await context(task)).toEqual({
      thread: [
        { by: 'ben', words: 'It should be a < b & c, says @ana', when: 'before the request' },
        { by: 'ana', words: 'Yes', when: 'before the request', isRequester: true },
      ],
      files: [
        { path: 'AGENTS.md', text: 'Be brief.\n' },
        { path: 'README.md', text: '# Shop\n' },
      ],
      pullRequests: [],
      titles: [],
    });
  });

  test.each(['thread_not_found', 'not_in_channel', 'missing_scope'])(
    'goes without the thread when Slack says %s',
    async (error) => {
      const { context, task, slack } = await openContext();
      slack.faults.set({ kind: 'fail', method: 'conversations.replies', error });
      expect(await context(task)).toMatchObject({ thread: [], files: [{}, {}] });
    },
  );

  test('waits for Slack when it only asks to come later', async () => {
    const { context, task, slack } = await openContext();
    slack.faults.set({ kind: 'rate_limited', method: 'conversations.replies', retryAfterSeconds: 1 });
    await expect(context(task)).rejects.toThrow();
    expect(await context(task)).toMatchObject({ files: [{}, {}] });
  });

  test('is what earlier tasks found in this repository, in words and with where it is from, while it holds', async () => {
    const { context, task, memory, clock } = await openContext();
    const lesson = aLesson('The tests need TZ=UTC', foundAt(clock.at - 1));
    await memory.keep('acme/shop', [lesson, aFlakyTest('ships', foundAt(clock.at - 2))], clock.at);
    await memory.keep('acme/api', [aLesson('Use pnpm', foundAt(clock.at))], clock.at);
    const { task: taught, commit, at } = lesson.from;
    const flaky = 'The test "ships" of the check "test" is flaky: it passed and failed on one commit.';
    expect((await context(task)).memory).toEqual([
      { words: 'The tests need TZ=UTC', task: taught, commit, at },
      { words: flaky, task: taught, commit, at: clock.at - 2 },
    ]);
    clock.at = lesson.expiresAt;
    expect((await context(task)).memory).toBeUndefined();
  });

  test('has no thread before there is a card', async () => {
    const { context, task, store } = await openContext();
    await store.show(task.id, 'card', { channel: 'C0GENERAL', at: 2 });
    expect((await context(task)).thread).toEqual([]);
  });
});

describe('the next attempt of a task', () => {
  test('gets the same surroundings while its base is where it was, and is told whose they are', async () => {
    const { context, task, clock, github } = await openContext();
    const first = await context(task);
    const before = github.calls.length;
    expect(await context({ ...task, attempt: 2 })).toEqual({ ...first, kept: { attempt: 1, at: clock.at } });
    expect(github.calls.slice(before).some(({ path }) => path.includes('/contents/'))).toBe(false);
  });

  test('gets them anew when its base has moved, when they are old, and when it asks for its own again', async () => {
    const { context, task, clock, github, host } = await openContext();
    await context(task);
    expect((await context(task)).kept).toBeUndefined();
    clock.at += 31 * 60_000;
    expect((await context({ ...task, attempt: 2 })).kept).toBeUndefined();
    await move(github, host, 'agent/other');
    const other = {
      repository: 'acme/shop',
      branch: 'agent/other',
      base: 'main',
      title: 'Other',
      body: '',
      draft: false,
    };
    await github.merge('acme/shop', (await host.openPullRequest(other)).number);
    expect((await context({ ...task, attempt: 3 })).kept).toBeUndefined();
  });

  test('hears what people wrote about its pull request, the newest first to stay', async () => {
    const { context, task, github, host } = await openContext();
    await move(github, host, 'agent/fix');
    const { number } = await host.openPullRequest({
      ...{ repository: 'acme/shop', branch: 'agent/fix', base: 'main', title: 'Fix', body: '', draft: false },
    });
    const pullRequest = { number, url: '', draft: false };
    expect(await context({ ...task, pullRequest })).not.toHaveProperty('remarks');
    for (let each = 1; each <= 8; each += 1)
      github.comment('acme/shop', number, 'ben', { text: `${each}${'x'.repeat(5_000)}` });
    github.comment('acme/shop', number, 'ana', { text: 'Rename it', place: { path: 'src/cart.js', line: 1 } });
    const { remarks = [] } = await context({ ...task, pullRequest });
    expect(remarks.at(-1)).toEqual({ by: 'ana', words: 'Rename it', path: 'src/cart.js', line: 1 });
    expect(remarks.map(({ words }) => words[0])).toEqual(['4', '5', '6', '7', '8', 'R']);
  });
});

/** Somebody pushes a commit. */
async function move(github: LocalGitHub, host: RepoHost, branch: string): Promise<void> {
  const { token } = await host.token('acme/shop', 'push');
  const folder = join(await temporaryFolder(), 'clone');
  await git(dirname(folder), 'clone', '--quiet', remote(github, token), folder);
  await writeFiles(folder, { 'more.txt': branch });
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '-m', 'More');
  expect((await git(folder, 'push', '--quiet', 'origin', `HEAD:${branch}`)).exitCode).toBe(0);
}
