import { once } from 'node:events';
import type { WebSocket } from 'ws';
import * as z from 'zod';

const Ack = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

export interface LinkEvents {
  readonly acked: (link: number, envelopeId: string, payload: unknown) => void;
  readonly closed: (link: number) => void;
}

/** One Socket Mode connection of the app. */
export interface Link {
  readonly number: number;
  /** False once it was asked to go: it may still finish its acks, but gets nothing new. */
  ready(): boolean;
  send(message: object): void;
  /** Asks for a sign of life, and cuts who gave none since the last time. */
  ping(): void;
  /** Asks the app to connect anew instead. */
  dismiss(reason: 'refresh_requested' | 'too_many_websockets'): void;
  /** Says goodbye properly and waits for the answer. */
  close(): Promise<void>;
  cut(): void;
}

export function openLink(number: number, socket: WebSocket, events: LinkEvents): Link {
  let leaving = false;
  let heard = true;
  socket.on('message', (data) => {
    const ack = readAck(String(data));
    if (ack !== undefined) events.acked(number, ack.envelope_id, ack.payload);
  });
  socket.on('pong', () => {
    heard = true;
  });
  socket.on('close', () => events.closed(number));
  // A broken socket is followed by its close; that is where it counts.
  socket.on('error', () => socket.terminate());
  return {
    number,
    ready: () => !leaving,
    send: (message) => socket.send(JSON.stringify(message)),
    ping() {
      if (!heard) socket.terminate();
      heard = false;
      socket.ping();
    },
    dismiss(reason) {
      leaving = true;
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'local-slack' } }));
    },
    async close() {
      const closed = once(socket, 'close');
      socket.close(1001, 'Slack is closing');
      await closed;
    },
    cut: () => socket.terminate(),
  };
}

/** Slack ignores what it cannot read: the envelope then stays unacknowledged, and the person sees that. */
function readAck(text: string): z.infer<typeof Ack> | undefined {
  try {
    return Ack.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
