import { expect, test } from 'vitest';
import { openSlack } from './start.ts';
import { startBolt } from './start-bolt.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });

test('messages, threads and mentions reach their listeners', async () => {
  const slack = await openSlack();
  const heard: string[] = [];
  const all = Promise.withResolvers<void>();
  const note = (line: string) => {
    heard.push(line);
    if (heard.length === 3) all.resolve();
  };
  await startBolt(slack, (app) => {
    app.message(async ({ message }) => {
      if (message.subtype === undefined) note(`message ${message.text} ${message.thread_ts ?? 'at the root'}`);
    });
    app.event('app_mention', async ({ event }) => note(`mention ${event.text}`));
  });
  const ana = slack.person('U0ANA');
  const root = await ana.post('general', 'hello');
  await ana.reply({ channel: 'general', thread: root.ts }, 'hey @bellhop');
  await all.promise;
  expect(heard.sort()).toEqual([
    `mention hey <@${slack.botUser}>`,
    `message hello at the root`,
    `message hey <@${slack.botUser}> ${root.ts}`,
  ]);
});

test('the bot does not hear itself', async () => {
  const slack = await openSlack();
  const heard: unknown[] = [];
  const done = Promise.withResolvers<void>();
  const app = await startBolt(slack, (listening) => {
    listening.message(async ({ message }) => {
      heard.push('text' in message ? message.text : message);
      done.resolve();
    });
  });
  await app.client.chat.postMessage({ channel: 'C0GENERAL', text: 'mine' });
  await slack.person('U0ANA').post('general', 'hers');
  await done.promise;
  expect(heard).toEqual(['hers']);
});

test('the Home tab is drawn when somebody opens it', async () => {
  const slack = await openSlack();
  await startBolt(slack, (app) => {
    app.event('app_home_opened', async ({ event, client }) => {
      if (event.tab !== 'home') return;
      await client.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: [{ type: 'header', text: plain('Tasks') }] },
      });
    });
  });
  const ana = slack.person('U0ANA');
  await ana.openHome('messages');
  await ana.openHome();
  expect(await ana.waitForHome()).toMatchObject({ type: 'home', blocks: [{ type: 'header' }] });
});

test('after its connection was cut the app comes back and gets what happened meanwhile', async () => {
  const slack = await openSlack();
  const heard = Promise.withResolvers<string | undefined>();
  await startBolt(slack, (app) => {
    app.message(async ({ message }) => heard.resolve('text' in message ? message.text : undefined));
    app.command('/agent', async ({ ack }) => ack('back'));
  });
  slack.dropConnections();
  const ana = slack.person('U0ANA');
  await expect.poll(() => slack.connections()).toBe(0);
  expect(await ana.slash('/agent')).toMatchObject({ ok: false, error: 'dispatch_failed' });
  await ana.post('general', 'while you were away');
  expect(await heard.promise).toBe('while you were away');
  expect(await ana.slash('/agent')).toMatchObject({ ok: true, ephemeral: { text: 'back' } });
});

test('asked to refresh, the app connects anew', async () => {
  const slack = await openSlack();
  await startBolt(slack, (app) => {
    app.command('/agent', async ({ ack }) => ack('still here'));
  });
  const before = slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
  slack.refreshConnections();
  expect(slack.connections()).toBe(0);
  await expect.poll(() => slack.connections(), { timeout: 10_000 }).toBe(1);
  expect(slack.calls.filter(({ method }) => method === 'apps.connections.open')).toHaveLength(before + 1);
  expect(await slack.person('U0ANA').slash('/agent')).toMatchObject({ ok: true });
});

test('a repeated event arrives with its retry number', async () => {
  const slack = await openSlack();
  const retries: unknown[] = [];
  const both = Promise.withResolvers<void>();
  await startBolt(slack, (app) => {
    app.message(async ({ context, body }) => {
      retries.push([body.event_id, context.retryNum ?? 0, context.retryReason ?? '']);
      if (retries.length === 2) both.resolve();
    });
  });
  slack.faults.set({ kind: 'repeat_deliveries' });
  await slack.person('U0ANA').post('general', 'twice');
  await both.promise;
  const [first, second] = retries as [unknown[], unknown[]];
  expect(first[0]).toBe(second[0]);
  expect([first.slice(1), second.slice(1)]).toEqual([
    [0, ''],
    [1, 'timeout'],
  ]);
});
