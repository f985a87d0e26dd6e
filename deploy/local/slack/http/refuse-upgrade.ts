import type { Duplex } from 'node:stream';

/** Answers a WebSocket that may not be opened, in the HTTP it still speaks. */
export function refuseUpgrade(socket: Duplex, status: '403 Forbidden' | '404 Not Found'): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
}
