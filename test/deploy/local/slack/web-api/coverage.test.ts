import { expect, test } from 'vitest';
import { ALLOWANCES } from '#deploy/local/slack/faults/rate-tiers.ts';
import { openSlack } from '../start.ts';

/** What this stand-in claims to answer. A method is added here first. */
const CLAIMED = [
  'apps.connections.open',
  'auth.test',
  'bots.info',
  'chat.delete',
  'chat.getPermalink',
  'chat.postEphemeral',
  'chat.postMessage',
  'chat.update',
  'conversations.history',
  'conversations.info',
  'conversations.join',
  'conversations.members',
  'conversations.open',
  'conversations.replies',
  'files.completeUploadExternal',
  'files.getUploadURLExternal',
  'reactions.add',
  'reactions.get',
  'reactions.remove',
  'users.info',
  'views.open',
  'views.publish',
  'views.push',
  'views.update',
];

/** Slack has these; this stand-in says plainly that it does not. */
const NOT_CLAIMED = [
  'chat.startStream',
  'chat.scheduleMessage',
  'conversations.list',
  'users.list',
  'files.upload',
  'rtm.start',
];

test.each(CLAIMED)('%s is answered', async (method) => {
  expect(await errorWithoutArguments(method)).not.toBe('unknown_method');
});

test.each(NOT_CLAIMED)('%s is not pretended', async (method) => {
  expect(await errorWithoutArguments(method)).toBe('unknown_method');
});

test('every claimed method has its rate limit, and nothing else has one', () => {
  expect(Object.keys(ALLOWANCES).sort()).toEqual(CLAIMED);
});

async function errorWithoutArguments(method: string): Promise<unknown> {
  const slack = await openSlack();
  const headers = { authorization: `Bearer ${slack.botToken}` };
  const response = await fetch(`${slack.apiUrl}${method}`, { method: 'POST', headers });
  expect(response.status).toBe(200);
  return ((await response.json()) as { error?: string }).error;
}
