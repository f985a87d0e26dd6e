import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { TaskError } from '#shared/task/failure.ts';
import { turnedAway } from './admission.ts';
import { isFromHere } from './loopback.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';

export interface Service {
  readonly fetch: Parameters<typeof getRequestListener>[0];
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export interface Listening<Served> {
  readonly url: string;
  readonly service: Served;
  close(): Promise<void>;
}

/** Serves on 127.0.0.1 and nowhere else. The service is made once its address is known. */
export async function listen<Served extends Service>(
  port: number,
  serve: (url: string) => Served,
): Promise<Listening<Served>> {
  const server = createServer();
  await bind(server, port);
  const bound = (server.address() as AddressInfo).port;
  const url = `http://127.0.0.1:${bound}`;
  const service = serve(url);
  const answer = getRequestListener(service.fetch, { overrideGlobalObjects: false });
  server.on('request', (request, response) => {
    const turned = turnedAway(request.headers, bound);
    if (turned === undefined) void answer(request, response);
    else response.writeHead(turned.status, { 'content-type': 'text/plain', connection: 'close' }).end(turned.words);
  });
  server.on('upgrade', (request, socket, head) => {
    // Until somebody takes the socket over, nobody else would hear that it broke.
    socket.on('error', () => socket.destroy());
    if (isFromHere(request.headers, bound)) service.upgrade(request, socket, head);
    else refuseUpgrade(socket, '403 Forbidden');
  });
  return { url, service, close: () => close(server) };
}

async function bind(server: Server, port: number): Promise<void> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (cause) {
    throw new TaskError('slack_port_taken', `The local Slack cannot listen on port ${port}: ${words(cause)}.`, {
      whose: 'yours',
      remedy: 'Stop what uses that port (perhaps another playground), or choose another port; 0 takes any free one.',
      cause,
    });
  }
}

function words(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') return 'something else on this machine already uses it';
  return code === 'EACCES' ? 'ports that low belong to the system' : String(cause);
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
