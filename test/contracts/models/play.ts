import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What a provider does with one call, whatever its API looks like. */
export type Scene = AnsweringScene | RefusingScene | { readonly kind: OtherKind };

type OtherKind = 'blocks' | 'hangs' | 'hangs up' | 'sends a page' | 'is somebody else';

export interface AnsweringScene {
  readonly kind: 'answers';
  readonly text?: string;
  readonly calls?: readonly PlayedCall[];
  /** Why it ends before it is whole. */
  readonly stop?: 'too long' | 'withheld' | 'for a reason of its own';
  /** Calls come without ids. */
  readonly withoutIds?: true;
}

interface RefusingScene {
  readonly kind: 'refuses';
  readonly status: number;
  readonly words?: string;
  /** As a header. */
  readonly retryAfter?: string;
  /** In the body, as Google's APIs say it. */
  readonly retrySeconds?: number;
}

interface PlayedCall {
  readonly name: string;
  /** JSON, or text that is none: a call that was not formed well. */
  readonly input: unknown;
}

/** A call as it came. */
export interface Asked {
  readonly path: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: unknown;
}

/** An API's way to say things. */
export interface Dialect {
  answer(scene: AnsweringScene): unknown;
  refusal(status: number, words: string, retrySeconds?: number): unknown;
  /** What it says of a conversation that its filters stop. */
  readonly blocked: { readonly status: number; readonly body: unknown };
  /** What the real one would refuse. `given` is what was answered before, whole. */
  objection?(asked: Asked, given: readonly unknown[]): { readonly status: number; readonly words: string } | undefined;
  /** Trades a credential for a token, at `/token`; undefined for one that it does not take. */
  token?(credential: URLSearchParams): unknown;
}

export const TOKENS = { input: 120, output: 34, cached: 100 };

interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A provider on this machine that plays one scene a call, and the last one for ever. */
export async function playProvider(dialect: Dialect, scenes: readonly Scene[], certificate?: Certificate) {
  const asked: Asked[] = [];
  const given: unknown[] = [];
  const left: string[] = [];
  const listener: RequestListener = async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    const path = request.url ?? '';
    if (path === '/token') return exchange(dialect, text, response);
    const scene = scenes[Math.min(asked.length, scenes.length - 1)] ?? { kind: 'hangs' };
    const call = { path, headers: request.headers, body: JSON.parse(text || 'null') };
    asked.push(call);
    response.once('close', () => response.writableFinished || left.push(scene.kind));
    const objection = dialect.objection?.(call, given);
    if (objection) return send(response, objection.status, dialect.refusal(objection.status, objection.words));
    perform(dialect, scene, response, given);
  };
  const server = certificate ? createTlsServer(certificate, listener) : createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    /** The scenes during which the caller hung up. */
    left,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function perform(dialect: Dialect, scene: Scene, response: ServerResponse, given: unknown[]): void {
  switch (scene.kind) {
    case 'answers':
      given.push(dialect.answer(scene));
      send(response, 200, given.at(-1));
      return;
    case 'refuses': {
      const { status, words = 'No.', retryAfter, retrySeconds } = scene;
      send(response, status, dialect.refusal(status, words, retrySeconds), retryAfter);
      return;
    }
    case 'blocks':
      send(response, dialect.blocked.status, dialect.blocked.body);
      return;
    case 'sends a page':
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>502 Bad Gateway</h1></html>');
      return;
    case 'is somebody else':
      send(response, 403, { detail: 'You shall not pass.' });
      return;
    case 'hangs up':
      response.destroy();
      return;
    case 'hangs':
      return;
    default:
      scene satisfies never;
  }
}

function exchange({ token }: Dialect, credential: string, response: ServerResponse): void {
  const given = token?.(new URLSearchParams(credential));
  if (given) send(response, 200, given);
  else send(response, 400, { error: 'invalid_grant', error_description: 'The credential is not taken.' });
}

function send(response: ServerResponse, status: number, body: unknown, retryAfter?: string): void {
  const headers = {
    'content-type': 'application/json',
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
  };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
