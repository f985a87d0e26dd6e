import { App, type BlockAction, SocketModeReceiver } from '@slack/bolt';
import type { LocalSlack } from '#deploy/local/slack/server.ts';
import { silent } from '../deploy/local/slack/silent.ts';
import { everyField } from './every-element.ts';

export interface DemandingApp {
  readonly client: App['client'];
  /** What it was told by buttons and menus, and the forms it took. */
  readonly told: unknown[];
  stop(): Promise<unknown>;
}

const TOWNS = ['Berlin', 'Bern', 'Bonn'];

/** An app that opens every kind of field unless it is asked for silence, suggests towns, refuses the line `wrong`, and keeps what it was told. */
export async function startDemandingApp({ apiUrl, botToken, appToken }: LocalSlack): Promise<DemandingApp> {
  const clientOptions = { slackApiUrl: apiUrl, logger: silent };
  const receiver = new SocketModeReceiver({ appToken, logger: silent, installerOptions: { clientOptions } });
  const app = new App({ token: botToken, receiver, clientOptions, convoStore: false, logger: silent });
  const told: unknown[] = [];
  listen(app, told);
  await app.start();
  return { client: app.client, told, stop: () => app.stop() };
}

function listen(app: App, told: unknown[]): void {
  app.command('/agent', async ({ ack, client, body }) => {
    if (body.text === 'silence') return;
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: everyField });
  });
  app.options(/town/, async ({ ack, options: { value } }) => {
    const found = TOWNS.filter((town) => town.toLowerCase().startsWith(value.toLowerCase()));
    await ack({ options: found.map((town) => ({ text: { type: 'plain_text', text: town }, value: town })) });
  });
  app.action<BlockAction>(/./, async ({ ack, action }) => {
    told.push(action);
    await ack();
  });
  app.view('every_field', async ({ ack, view }) => {
    const { value } = view.state.values.line?.line ?? {};
    if (value === 'wrong') return ack({ response_action: 'errors', errors: { line: 'That is wrong.' } });
    told.push(view.state.values);
    return ack();
  });
}
