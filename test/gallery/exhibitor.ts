import { App, SocketModeReceiver } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Person } from '#deploy/local/slack/person/person.ts';
import type { LocalSlack } from '#deploy/local/slack/server.ts';
import { silent } from '../deploy/local/slack/silent.ts';
import type { Exhibit } from './exhibits.ts';

/** An app that shows what it is told to, where it would be seen for real. */
export interface Exhibitor {
  /** Gives the place on the page, as its address has it. */
  show(exhibit: Exhibit, person: Person, channel: string): Promise<string>;
  /** Takes away what would lie over the next picture. */
  clear(exhibit: Exhibit, person: Person): Promise<void>;
  stop(): Promise<unknown>;
}

export async function startExhibitor({ apiUrl, botToken, appToken }: LocalSlack): Promise<Exhibitor> {
  const clientOptions = { slackApiUrl: apiUrl, logger: silent };
  const receiver = new SocketModeReceiver({ appToken, logger: silent, installerOptions: { clientOptions } });
  const app = new App({ token: botToken, receiver, clientOptions, convoStore: false, logger: silent });
  let form: ModalView | undefined;
  app.command('/agent', async ({ ack, client, body }) => {
    await ack();
    if (form) await client.views.open({ trigger_id: body.trigger_id, view: form });
  });
  app.view(/./, async ({ ack }) => ack());
  await app.start();
  const { chat, views } = app.client;

  async function post(messages: Extract<Exhibit, { kind: 'thread' }>['messages'], channel: string): Promise<string> {
    const [root, ...replies] = messages;
    const { ts = '' } = await chat.postMessage({ channel, ...root });
    for (const reply of replies) await chat.postMessage({ channel, thread_ts: ts, ...reply });
    return ts;
  }

  return {
    async show(exhibit, person, channel) {
      if (exhibit.kind === 'thread') return `${channel}/${await post(exhibit.messages, channel)}`;
      if (exhibit.kind === 'ephemeral') {
        const { message } = exhibit;
        await chat.postEphemeral({ channel, user: person.id, ...message });
        return channel;
      }
      if (exhibit.kind === 'home') {
        await views.publish({ user_id: person.id, view: exhibit.view });
        return 'home';
      }
      form = exhibit.view;
      await person.slash('/agent', '', { channel });
      return channel;
    },
    async clear(exhibit, person) {
      if (exhibit.kind !== 'modal') return;
      for (const view of await person.modals()) await person.close(view);
    },
    stop: () => app.stop(),
  };
}
