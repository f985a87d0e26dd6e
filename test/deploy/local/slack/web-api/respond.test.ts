import { expect, test } from 'vitest';
import type { LocalSlack } from '#deploy/local/slack/server.ts';
import { acking, openSocketApp } from '../socket-app.ts';
import { clientOf, openSlack } from '../start.ts';

async function respondTo(url: string, body: object) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: await response.text() };
}

async function commandUrl(slack: LocalSlack): Promise<string> {
  const app = await openSocketApp(slack, acking);
  await slack.person('U0ANA').slash('/agent', '', { channel: 'general' });
  return String(app.envelopes[0]?.payload.response_url);
}

test('a response url answers five times, to the person unless told otherwise', async () => {
  const slack = await openSlack();
  const url = await commandUrl(slack);
  expect(await respondTo(url, { text: 'for you' })).toEqual({ status: 200, answer: 'ok' });
  await respondTo(url, { text: 'for all', response_type: 'in_channel' });
  expect(await respondTo(url, { blocks: [{ type: 'bogus' }] })).toMatchObject({ status: 400 });
  await respondTo(url, { text: '4' });
  await respondTo(url, { text: '5' });
  expect(await respondTo(url, { text: '6' })).toMatchObject({
    status: 404,
    answer: expect.stringContaining('used_url'),
  });
  expect((await slack.person('U0ANA').ephemerals()).map(({ text }) => text)).toEqual(['for you', '4', '5']);
  expect((await slack.person('U0BEN').messages('general')).map(({ text }) => text)).toEqual(['for all']);
});

test('a response url lives for half an hour', async () => {
  let now = 1_700_000_000_000;
  const slack = await openSlack({ now: () => now });
  const url = await commandUrl(slack);
  now += 30 * 60_000;
  expect((await respondTo(url, { text: 'just in time' })).status).toBe(200);
  now += 1;
  expect(await respondTo(url, { text: 'late' })).toMatchObject({
    status: 404,
    answer: expect.stringContaining('expired_url'),
  });
});

test('a click can replace or delete the message it was on', async () => {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  const ana = slack.person('U0ANA');
  const blocks = [
    {
      type: 'actions',
      elements: [{ type: 'button', text: { type: 'plain_text' as const, text: 'Go' }, action_id: 'go' }],
    },
  ];
  const { ts = '' } = await clientOf(slack).chat.postMessage({ channel: 'C0GENERAL', text: 'card', blocks });
  await ana.clicks({ channel: 'general', ts }, 'go');
  const url = String(app.envelopes.find(({ type }) => type === 'interactive')?.payload.response_url);
  await respondTo(url, { text: 'replaced', replace_original: true });
  expect(await ana.messages('general')).toMatchObject([{ ts, text: 'replaced' }]);
  await respondTo(url, { delete_original: true });
  expect(await ana.messages('general')).toEqual([]);
});

test('an ephemeral message can be replaced and deleted too, and its click carries no message', async () => {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  const ana = slack.person('U0ANA');
  const blocks = [
    {
      type: 'actions',
      elements: [{ type: 'button', text: { type: 'plain_text' as const, text: 'Go' }, action_id: 'go' }],
    },
  ];
  await clientOf(slack).chat.postEphemeral({ channel: 'C0GENERAL', user: 'U0ANA', text: 'psst', blocks });
  await ana.clicks(await ana.waitForEphemeral(), 'go');
  const { payload } = app.envelopes.find(({ type }) => type === 'interactive') ?? {};
  expect(payload).toMatchObject({ container: { is_ephemeral: true } });
  expect(payload).not.toHaveProperty('message');
  await respondTo(payload.response_url, { text: 'again', replace_original: true });
  expect(await ana.ephemerals()).toMatchObject([{ text: 'again' }]);
  expect((await ana.ephemerals())[0]).not.toHaveProperty('blocks');
  await respondTo(payload.response_url, { delete_original: true });
  expect(await ana.ephemerals()).toEqual([]);
});
