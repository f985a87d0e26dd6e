import { describe, expect, test } from 'vitest';
import { createContext } from '#bot/dispatch/context.ts';
import { githubRepoHost } from '#shared/adapters/github/repo-host.ts';
import { openWorld } from '../../deploy/local/github/world.ts';
import { clientOf, openSlack } from '../../deploy/local/slack/start.ts';
import { openGround, policyOf } from '../ground.ts';
import { born } from '../tasks.ts';

const FILES = { 'README.md': '# Shop\n', 'AGENTS.md': 'Be brief.\n', 'src/cart.js': 'export {};\n' };

/** A task whose card stands in the real local Slack, of a repository on the real local GitHub. */
async function openContext() {
  const { store } = openGround();
  const slack = await openSlack();
  const github = await openWorld({ files: FILES });
  const host = githubRepoHost({ appId: github.app.id, privateKey: github.app.privateKey, apiUrl: github.apiUrl });
  const client = clientOf(slack);
  const context = createContext({ client, store, host, policy: policyOf(), self: slack.botUser });
  const task = born();
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0GENERAL', text: 'the card' });
  const place = { channel: 'C0GENERAL', thread: ts };
  await store.show(task.id, 'card', { channel: place.channel, ts, at: 1 });
  return { context, task, slack, client, place, store };
}

describe('what hydration starts from', () => {
  test('is what people said in the thread, and what the repository says of itself', async () => {
    const { context, task, slack, client, place } = await openContext();
    await slack.person('U0BEN').reply(place, 'It should be a < b\u202e & c');
    await client.chat.postMessage({ channel: place.channel, thread_ts: place.thread, text: 'a reply of the bot' });
    expect(await context(task)).toEqual({
      thread: [{ by: 'U0BEN', words: 'It should be a < b & c' }],
      files: [
        { path: 'AGENTS.md', text: 'Be brief.\n' },
        { path: 'README.md', text: '# Shop\n' },
      ],
      pullRequests: [],
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

  test('has no thread before there is a card', async () => {
    const { context, task, store } = await openContext();
    await store.show(task.id, 'card', { channel: 'C0GENERAL', at: 2 });
    expect((await context(task)).thread).toEqual([]);
  });
});
