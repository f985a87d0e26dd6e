import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** What commands may take of the network in all. */
export interface EgressBounds {
  readonly connections: number;
  /** Both ways and over all connections. */
  readonly bytes: number;
  readonly idleMs: number;
  readonly connectionMs: number;
}

const DEFAULT: EgressBounds = {
  connections: 128,
  bytes: 8 * 1024 ** 3,
  idleMs: 2 * 60_000,
  connectionMs: 30 * 60_000,
};
const COUNT_EVERY_MS = 100;

/** Ends connections that reach a bound, and all of them when the bytes are used up. Returns what ends them all at once. */
export function keepBounds(server: Server, chosen: Partial<EgressBounds> = {}): () => void {
  const bounds = { ...DEFAULT, ...chosen };
  const open = new Set<Socket>();
  let closedBytes = 0;
  const end = () => {
    for (const socket of open) socket.destroy();
  };
  const count = setInterval(() => {
    const bytes = [...open].reduce((sum, socket) => sum + transferred(socket), closedBytes);
    if (bytes > bounds.bytes) end();
  }, COUNT_EVERY_MS);
  server.maxConnections = bounds.connections;
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    const tooLong = setTimeout(() => socket.destroy(), bounds.connectionMs);
    socket.setTimeout(bounds.idleMs, () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(tooLong);
      closedBytes += transferred(socket);
      open.delete(socket);
    });
  });
  server.on('close', () => clearInterval(count));
  return end;
}

function transferred(socket: Socket): number {
  return socket.bytesRead + socket.bytesWritten;
}
