import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { dial, ForbiddenAddress, type Reach } from './egress-dial.ts';
import type { Verdict, Wish } from './egress-rules.ts';

/** What stands between a client and the world. */
export interface Door {
  readonly reach: Reach;
  readonly judge: (wish: Wish) => Verdict;
  /** Hears of every host somebody was turned away from. */
  readonly refused: (host: string) => void;
}

interface Refusal {
  readonly status: 400 | 403 | 502;
  readonly words: string;
}

/** Meant for one hop, so not for the host behind the proxy. */
const HOP_BY_HOP = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host)$/;

/** CONNECT: a tunnel, of which the proxy sees only where it goes. */
export async function tunnel(door: Door, request: IncomingMessage, client: Duplex, head: Buffer): Promise<void> {
  // A client may break off at any time; `pipeline` or the next write hears it.
  client.on('error', () => undefined);
  const upstream = await open(door, tunnelWish(request.url ?? ''));
  if ('words' in upstream) {
    client.end(
      `HTTP/1.1 ${upstream.status} Refused\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n${upstream.words}\n`,
    );
    return;
  }
  client.write('HTTP/1.1 200 Connected\r\n\r\n');
  upstream.socket.write(head);
  await joined(pipeline(client, upstream.socket), pipeline(upstream.socket, client));
}

/** A plain http request with the whole address in its first line. What comes back goes back as it is, redirects too. */
export async function forward(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = URL.parse(request.url ?? '');
  const upstream = await open(door, plainWish(url));
  if (url === null || 'words' in upstream) {
    const { status, words } = 'words' in upstream ? upstream : NOT_A_WISH;
    response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(`${words}\n`);
    return;
  }
  const onward = httpRequest({
    createConnection: () => upstream.socket,
    method: request.method,
    path: url.pathname + url.search,
    // The host that was judged, whatever the client's own header says.
    headers: { ...endToEnd(request.headers), host: url.host },
  });
  onward.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    void joined(pipeline(answer, response));
  });
  onward.on('error', () => response.destroy());
  await joined(pipeline(request, onward));
}

const NOT_A_WISH: Refusal = { status: 400, words: 'This is a proxy for http and https requests only.' };

function tunnelWish(authority: string): Wish | undefined {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(authority) ?? [];
  return host === undefined ? undefined : { kind: 'tunnel', host, port: Number(port) };
}

function plainWish(url: URL | null): Wish | undefined {
  if (url?.protocol !== 'http:') return undefined;
  return { kind: 'plain', host: url.hostname, port: Number(url.port || 80) };
}

/** A connection to where somebody wants to go, or why there is none. */
async function open(door: Door, wish: Wish | undefined): Promise<{ readonly socket: Socket } | Refusal> {
  if (!wish) return NOT_A_WISH;
  const verdict = door.judge(wish);
  const refuse = (why: string): Refusal => {
    door.refused(verdict.host);
    return { status: 403, words: `The sandbox may not reach ${verdict.host}: ${why}.` };
  };
  if (!verdict.allowed) return refuse(verdict.why);
  try {
    return { socket: await dial(door.reach, verdict.host, verdict.port) };
  } catch (error) {
    if (error instanceof ForbiddenAddress) return refuse('its address is not a public one');
    return { status: 502, words: `${verdict.host} cannot be reached: ${(error as Error).message}` };
  }
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.test(name)));
}

/** Either side may break off at any time. The other side sees its connection end, which is all there is to tell. */
async function joined(...flows: Promise<void>[]): Promise<void> {
  await Promise.allSettled(flows);
}
