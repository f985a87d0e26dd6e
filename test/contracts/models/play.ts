import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a provider does with one call, whatever its API looks like. */
export type Scene =
  | { readonly kind: 'answers'; readonly text?: string; readonly calls?: readonly PlayedCall[]; readonly cut?: true }
  | { readonly kind: 'refuses'; readonly status: number; readonly words?: string; readonly retryAfter?: string }
  | { readonly kind: 'hangs' | 'hangs up' | 'sends a page' };

interface PlayedCall {
  readonly name: string;
  /** JSON, or text that is none where the API carries text. */
  readonly input: unknown;
}

interface Asked {
  readonly path: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: unknown;
}

/** An API's way to say things. */
export interface Dialect {
  readonly name: string;
  answer(scene: Extract<Scene, { kind: 'answers' }>): unknown;
  refusal(status: number, words: string): unknown;
}

const TOKENS = { input: 120, output: 34 };

export { TOKENS };

/** A provider on this machine that plays one scene a call, and the last one for ever. */
export async function playProvider({ answer, refusal }: Dialect, scenes: readonly Scene[]) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const scene = scenes[Math.min(asked.length, scenes.length - 1)] ?? { kind: 'hangs' };
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString() || 'null');
    asked.push({ path: request.url ?? '', headers: request.headers, body });
    if (scene.kind === 'answers') send(response, 200, answer(scene));
    else if (scene.kind === 'refuses')
      send(response, scene.status, refusal(scene.status, scene.words ?? 'No.'), scene.retryAfter);
    else if (scene.kind === 'sends a page') response.writeHead(502).end('<html><h1>502 Bad Gateway</h1></html>');
    else if (scene.kind === 'hangs up') response.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function send(response: ServerResponse, status: number, body: unknown, retryAfter?: string): void {
  const headers = {
    'content-type': 'application/json',
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
  };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
