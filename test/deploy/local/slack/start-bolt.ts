import { App, SocketModeReceiver } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import type { LocalSlack } from '#deploy/local/slack/server.ts';
import { silent } from './silent.ts';

/** The official Bolt over Socket Mode, its listeners set before it connects. */
export async function startBolt(slack: LocalSlack, listen: (app: App) => void): Promise<App> {
  const clientOptions = { slackApiUrl: slack.apiUrl, logger: silent };
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: silent,
    // The client waits this long before it reconnects; five seconds unless told.
    clientPingTimeout: 300,
    installerOptions: { clientOptions },
  });
  const app = new App({ token: slack.botToken, receiver, clientOptions, convoStore: false, logger: silent });
  listen(app);
  await app.start();
  onTestFinished(async () => void (await app.stop()));
  return app;
}
