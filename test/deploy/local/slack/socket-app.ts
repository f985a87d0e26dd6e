import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { LocalSlack } from '#deploy/local/slack/server.ts';

export interface Envelope {
  readonly envelope_id: string;
  readonly type: string;
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
  readonly accepts_response_payload: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: payloads are Slack's many shapes; each test knows its own
  readonly payload: any;
}

export interface SocketApp {
  readonly envelopes: readonly Envelope[];
  readonly messages: readonly { readonly type: string; readonly reason?: string }[];
  ack(envelope: Envelope, payload?: unknown): void;
  /** The envelopes once there are so many. */
  atLeast(count: number): Promise<readonly Envelope[]>;
  close(): Promise<void>;
  readonly closed: Promise<unknown>;
}

/** An app without any SDK, for what the SDKs hide: every envelope as it came, acknowledged only when told. */
export async function openSocketApp(
  slack: LocalSlack,
  onEnvelope: (envelope: Envelope, app: SocketApp) => void = () => {},
): Promise<SocketApp> {
  const response = await fetch(`${slack.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.appToken}` },
  });
  const { url } = (await response.json()) as { url: string };
  const socket = new WebSocket(url);
  const envelopes: Envelope[] = [];
  const messages: { type: string; reason?: string }[] = [];
  let wake = Promise.withResolvers<void>();
  const closed = once(socket, 'close');
  const app: SocketApp = {
    envelopes,
    messages,
    closed,
    ack: (envelope, payload) => socket.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload })),
    async atLeast(count) {
      while (envelopes.length < count) {
        await wake.promise;
        wake = Promise.withResolvers();
      }
      return envelopes;
    },
    async close() {
      socket.close();
      await closed;
    },
  };
  const hello = Promise.withResolvers<void>();
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.type === 'hello') hello.resolve();
    if (message.envelope_id === undefined) messages.push(message);
    else {
      envelopes.push(message);
      onEnvelope(message, app);
    }
    wake.resolve();
  });
  await hello.promise;
  onTestFinished(() => socket.terminate());
  return app;
}

/** Acknowledges whatever comes. */
export const acking = (envelope: Envelope, app: SocketApp): void => app.ack(envelope);
