import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { TaskError } from '#shared/task/failure.ts';

/** Serves the routes. A port that is taken is told in words. */
export async function listen(http: Hono, { host, port }: { host: string; port: number }): Promise<Server> {
  const server = createServer(getRequestListener(http.fetch));
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return server;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new TaskError('port_in_use', `Port ${port} on ${host} is in use by another program.`, {
      whose: 'service',
      remedy: 'Stop that program, or set PORT to a free port.',
      cause: error,
    });
  }
}
