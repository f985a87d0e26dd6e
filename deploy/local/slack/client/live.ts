import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Door } from '../person/door.ts';

export interface Live {
  /** Shows over this socket everything that happens before the eyes of whoever is behind the door. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, door: Door): void;
  close(): void;
}

/** The live side of the client protocol: one WebSocket per screen, only ever speaking to it. */
export function createLive(): Live {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1_024 });
  return {
    accept(request, socket, head, door) {
      server.handleUpgrade(request, socket, head, (screen) => {
        const stop = door.watch((seen) => screen.send(JSON.stringify(seen)));
        screen.on('close', stop);
        // A broken socket is followed by its close; that is where the watching ends.
        screen.on('error', () => screen.terminate());
      });
    },
    close() {
      for (const screen of server.clients) screen.terminate();
    },
  };
}
