import { type App, type Receiver, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import type { Logger as SlackLogger } from '@slack/logger';

interface Options {
  readonly appToken: string;
  readonly apiUrl?: string;
  readonly logger: SlackLogger;
}

/**
 * Socket Mode with held acks. Bolt acknowledges events before listeners run, and a crash between the two would lose
 * what a person said; here the ack goes out once the listeners are done, and Slack delivers again what failed.
 */
export function socketMode({ appToken, apiUrl, logger }: Options): Receiver {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    ...(apiUrl && { installerOptions: { clientOptions: { slackApiUrl: apiUrl } } }),
  });
  return {
    init: (app) => receiver.init(holding(app)),
    start: () => receiver.start(),
    stop: () => receiver.stop(),
  };
}

function holding(app: App): App {
  const processEvent = async (event: ReceiverEvent): Promise<void> => {
    if (event.body.event === undefined) return app.processEvent(event);
    await app.processEvent({ ...event, ack: async () => {} });
    await event.ack();
  };
  return Object.create(app, { processEvent: { value: processEvent } });
}
