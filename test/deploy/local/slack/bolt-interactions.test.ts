import { App } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import { silent } from './silent.ts';
import { openSlack } from './start.ts';
import { startBolt } from './start-bolt.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });

test('two tokens and the address of the API are all an app needs', async () => {
  const slack = await openSlack();
  const { botToken: token, appToken, apiUrl: slackApiUrl } = slack;
  const app = new App({ token, appToken, socketMode: true, clientOptions: { slackApiUrl }, logger: silent });
  app.command('/agent', async ({ ack }) => ack('here'));
  await app.start();
  onTestFinished(async () => void (await app.stop()));
  expect(await slack.person('U0ANA').slash('/agent')).toMatchObject({ ok: true, ephemeral: { text: 'here' } });
});

test('a slash command is answered to the person alone', async () => {
  const slack = await openSlack();
  await startBolt(slack, (app) => {
    app.command('/agent', async ({ ack, command }) => ack(`You said ${command.text} in ${command.channel_name}`));
  });
  const outcome = await slack.person('U0ANA').slash('/agent', 'fix <it>', { channel: 'builds' });
  expect(outcome).toMatchObject({
    ok: true,
    ephemeral: { text: 'You said fix &lt;it&gt; in builds', channel: 'C0BUILDS' },
  });
  expect(await slack.person('U0BEN').ephemerals()).toEqual([]);
});

test('a slash command may be answered to the whole channel', async () => {
  const slack = await openSlack();
  await startBolt(slack, (app) => {
    app.command('/agent', async ({ ack }) => ack({ text: 'for all', response_type: 'in_channel' }));
  });
  const outcome = await slack.person('U0ANA').slash('/agent', '', { channel: 'general' });
  expect(outcome).toMatchObject({ ok: true, message: { text: 'for all' } });
  expect(await slack.person('U0BEN').messages('general')).toMatchObject([{ text: 'for all' }]);
});

test('a button click reaches its listener with all that came with it', async () => {
  const slack = await openSlack();
  const app = await startBolt(slack, (listening) => {
    listening.action('cancel', async ({ ack, body, action, client }) => {
      await ack();
      if (body.type !== 'block_actions' || action.type !== 'button' || body.channel === undefined) return;
      const text = `${body.user.username} pressed ${action.value} on ${body.message?.text}`;
      await client.chat.postMessage({ channel: body.channel.id, thread_ts: String(body.message?.ts), text });
    });
  });
  const element = { type: 'button' as const, text: plain('Cancel'), action_id: 'cancel', value: 'task_1' };
  const { ts = '' } = await app.client.chat.postMessage({
    channel: 'C0GENERAL',
    text: 'card',
    blocks: [{ type: 'actions', elements: [element] }],
  });
  expect(await slack.person('U0BEN').clicks({ channel: 'general', ts }, 'cancel')).toEqual({ ok: true });
  const reply = await slack.person('U0ANA').waitForReply({ channel: 'general', thread: ts });
  expect(reply.text).toBe('ben pressed task_1 on card');
});

test('a modal is opened, filled from suggestions, sent back with errors, mended and closed', async () => {
  const slack = await openSlack();
  const submitted: unknown[] = [];
  await startBolt(slack, (app) => {
    taskModal(app, submitted);
  });
  const ana = slack.person('U0ANA');
  await ana.slash('/agent');
  const modal = await ana.waitForModal(({ callback_id }) => callback_id === 'new_task');
  expect(await ana.suggest(modal, 'pick_repository', 'sh')).toMatchObject([{ value: 'acme/shop' }]);
  const values = { repository: 'acme/shop', what: 'too short' };
  expect(await ana.submit(modal, values)).toEqual({ closed: false, errors: { what: 'Say more.' } });
  expect(await ana.submit(modal, { what: 'Fix the flaky checkout test' })).toEqual({ closed: true });
  expect(await ana.modals()).toEqual([]);
  expect(submitted).toMatchObject([
    { what: { words: { value: 'too short' } } },
    {
      repository: { pick_repository: { type: 'external_select', selected_option: { value: 'acme/shop' } } },
      what: { words: { type: 'plain_text_input', value: 'Fix the flaky checkout test' } },
    },
  ]);
});

function taskModal(app: App, submitted: unknown[]): void {
  app.command('/agent', async ({ ack, body, client }) => {
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'new_task',
        title: plain('New task'),
        submit: plain('Start'),
        blocks: [
          {
            type: 'input',
            block_id: 'repository',
            label: plain('Repository'),
            element: { type: 'external_select', action_id: 'pick_repository', min_query_length: 1 },
          },
          {
            type: 'input',
            block_id: 'what',
            label: plain('What'),
            element: { type: 'plain_text_input', action_id: 'words' },
          },
        ],
      },
    });
    await ack();
  });
  app.options('pick_repository', async ({ ack, payload }) => {
    const known = ['acme/shop', 'acme/api'].filter((name) => name.includes(payload.value));
    await ack({ options: known.map((name) => ({ text: plain(name), value: name })) });
  });
  app.view('new_task', async ({ ack, view }) => {
    submitted.push(view.state.values);
    const words = view.state.values.what?.words?.value ?? '';
    if (words.length < 10) await ack({ response_action: 'errors', errors: { what: 'Say more.' } });
    else await ack();
  });
}

test('a message shortcut brings its message, a global one only a trigger', async () => {
  const slack = await openSlack();
  await startBolt(slack, (app) => {
    app.shortcut('task_from_message', async ({ ack, shortcut, client }) => {
      await ack();
      if (shortcut.type !== 'message_action') return;
      await client.chat.postMessage({ channel: shortcut.channel.id, text: `from: ${shortcut.message.text}` });
    });
    app.shortcut('new_task', async ({ ack, shortcut, client }) => {
      await client.views.open({
        trigger_id: shortcut.trigger_id,
        view: { type: 'modal', title: plain('New'), blocks: [] },
      });
      await ack();
    });
  });
  const ana = slack.person('U0ANA');
  await ana.shortcut('task_from_message', await ana.post('general', 'the idea'));
  expect((await ana.waitForMessage('general', ({ bot_id }) => bot_id !== undefined)).text).toBe('from: the idea');
  await ana.shortcut('new_task');
  expect((await ana.waitForModal()).title?.text).toBe('New');
});

test('what a person picks in a message comes as an action and as state', async () => {
  const slack = await openSlack();
  const picked = Promise.withResolvers<unknown>();
  const app = await startBolt(slack, (listening) => {
    listening.action('model', async ({ ack, body }) => {
      await ack();
      picked.resolve(body);
    });
  });
  const menu = {
    type: 'static_select' as const,
    action_id: 'model',
    options: [
      { text: plain('Small'), value: 's' },
      { text: plain('Large'), value: 'l' },
    ],
  };
  const { ts = '' } = await app.client.chat.postMessage({
    channel: 'C0GENERAL',
    text: 'which',
    blocks: [{ type: 'section', block_id: 'b', text: plain('Which?'), accessory: menu }],
  });
  await slack.person('U0ANA').clicks({ channel: 'general', ts }, 'model', { value: 'l' });
  expect(await picked.promise).toMatchObject({
    actions: [{ type: 'static_select', action_id: 'model', block_id: 'b', selected_option: { value: 'l' } }],
    state: { values: { b: { model: { selected_option: { value: 'l' } } } } },
  });
});
