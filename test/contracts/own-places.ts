import { once } from 'node:events';
import { Hono } from 'hono';
import { createPlaces } from '#bot/artifacts/links.ts';
import { serveArtifacts } from '#bot/artifacts/routes.ts';
import { createRights } from '#bot/dispatch/rights.ts';
import { listen } from '#bot/listen.ts';
import { localArtifacts } from '#shared/adapters/local/artifacts.ts';

/** Files in a folder, and a bot's routes that take and serve them. */
export async function openOwnPlaces(folder: string) {
  const rights = createRights(Buffer.alloc(32, 3));
  let passedMs = 0;
  const now = () => Date.now() + passedMs;
  // Known once the server listens.
  let publicUrl = '';
  const open = () =>
    localArtifacts({ folder, placeAt: (name, version) => createPlaces({ publicUrl, rights, now })(name, version) });
  const artifacts = open();
  const http = new Hono();
  http.onError((error, context) => context.text(error.message, 409));
  serveArtifacts(http, { rights, artifacts, fill: artifacts.fill, redact: (text) => text, now });
  const server = await listen(http, { host: '127.0.0.1', port: 0 });
  const address = server.address();
  publicUrl = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  return {
    artifacts,
    another: async () => open(),
    passes: (ms: number) => {
      passedMs += ms;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
