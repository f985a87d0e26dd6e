import { describe, expect, test } from 'vitest';
import { createChannelNames } from '#bot/channels.ts';
import { createPeopleNames } from '#bot/people.ts';
import { connectSlack } from '#bot/slack-clients.ts';
import { APP } from '#deploy/local/slack/workspace/team.ts';
import { silent } from '../deploy/local/slack/silent.ts';
import { clientOf, openSlack } from '../deploy/local/slack/start.ts';

describe('the connection to Slack', () => {
  test('knows the workspace, the bot and the address', async () => {
    const { apiUrl, botToken, team, botUser, url } = await openSlack();
    const slack = await connectSlack({ botToken, apiUrl }, silent);
    expect(slack).toMatchObject({ team, self: botUser, botId: APP.botId, workspaceUrl: `${url}/` });
  });

  test.each([
    ['refuses the token', 'xoxb-wrong', 'invalid_auth'],
    ['is not there', undefined, 'Slack did not accept the bot'],
  ])('that %s is told in words', async (_, wrong, words) => {
    const slack = await openSlack();
    if (wrong === undefined) await slack.close();
    const connecting = connectSlack({ botToken: wrong ?? slack.botToken, apiUrl: slack.apiUrl }, silent);
    await expect(connecting).rejects.toMatchObject({
      code: 'slack_refused',
      message: expect.stringContaining(words),
      remedy: expect.stringContaining('SLACK_BOT_TOKEN'),
    });
  });

  test('lets a form open while posts have to wait', async () => {
    const slack = await openSlack();
    slack.faults.set({ kind: 'rate_limited', method: 'chat.postMessage', retryAfterSeconds: 30 });
    const { poster, interactive } = await connectSlack({ botToken: slack.botToken, apiUrl: slack.apiUrl }, silent);
    await expect(poster.chat.postMessage({ channel: 'C0GENERAL', text: 'x' })).rejects.toThrow();
    await expect(interactive.auth.test()).resolves.toMatchObject({ ok: true });
  });
});

describe('names', () => {
  test('of channels are asked for once, and unknown where the bot cannot look', async () => {
    const slack = await openSlack();
    const nameOf = createChannelNames(clientOf(slack));
    expect([await nameOf('C0GENERAL'), await nameOf('C0GENERAL'), await nameOf('C0NONE')]).toEqual([
      'general',
      'general',
      undefined,
    ]);
    expect(slack.calls.filter(({ args }) => args.channel === 'C0GENERAL')).toHaveLength(1);
  });

  test('of channels are no reason to refuse when Slack is only away', async () => {
    const slack = await openSlack();
    slack.faults.set({ kind: 'fail_http', method: 'conversations.info', status: 503 });
    const nameOf = createChannelNames(clientOf(slack));
    await expect(nameOf('C0GENERAL')).rejects.toThrow();
    expect(await nameOf('C0GENERAL')).toBe('general');
  });

  test('of people are asked for once, and their id where Slack does not tell', async () => {
    const slack = await openSlack();
    const nameOf = createPeopleNames(clientOf(slack));
    expect([await nameOf('U0ANA'), await nameOf('U0ANA'), await nameOf('U0NOBODY')]).toEqual([
      'ana',
      'ana',
      'U0NOBODY',
    ]);
    expect(slack.calls.filter(({ args }) => args.user === 'U0ANA')).toHaveLength(1);
  });
});
