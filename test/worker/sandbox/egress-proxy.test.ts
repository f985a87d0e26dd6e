import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, request } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Egress, type EgressOptions, openEgress } from '#worker/sandbox/egress-proxy.ts';

const PUBLIC = '93.184.215.14';
const HOST = 'packages.example.com';

let folder: string;
let closing: (() => unknown)[];
/** Addresses the proxy connected to. */
let dialled: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-egress-'));
  closing = [];
  dialled = [];
});
afterEach(async () => {
  for (const close of closing) await close();
  rmSync(folder, { recursive: true });
});

test('a tunnel to a host on the list carries bytes both ways', async () => {
  const port = await echo();
  const egress = await open({ internet: port });
  const { status, socket } = await tunnel(egress, `${HOST}:443`);
  expect(status).toBe('HTTP/1.1 200 Connected');
  socket.end('hello');
  expect(await text(socket)).toBe('hello');
  expect(dialled).toEqual([`${PUBLIC}:443`]);
});

test('bytes that come together with CONNECT are not lost', async () => {
  const egress = await open({ internet: await echo() });
  const socket = connect(egress.socketPath);
  socket.end(`CONNECT ${HOST}:443 HTTP/1.1\r\nhost: ${HOST}\r\n\r\nearly`);
  expect(await text(socket)).toMatch(/early$/);
});

test('an http request reaches a host on the list, which hears its own name only', async () => {
  const heard: unknown[] = [];
  const port = await website((path, headers) => {
    heard.push(path, headers.host, headers['proxy-authorization'], headers.accept);
    return { status: 200, body: 'page' };
  });
  const egress = await open({ internet: port });
  const headers = { host: 'other.example.net', 'proxy-authorization': 'Basic x', accept: 'text/plain' };
  expect(await get(egress, `http://${HOST}/a?b=c`, headers)).toMatchObject({ status: 200, body: 'page' });
  expect(heard).toEqual(['/a?b=c', HOST, undefined, 'text/plain']);
});

test('a redirect is handed back and not followed', async () => {
  const port = await website(() => ({ status: 302, body: '', headers: { location: 'http://169.254.169.254/' } }));
  const egress = await open({ internet: port });
  expect(await get(egress, `http://${HOST}/`)).toMatchObject({ status: 302, location: 'http://169.254.169.254/' });
  expect(dialled).toEqual([`${PUBLIC}:80`]);
});

test('a host that is not on the list is refused, said so, and remembered once', async () => {
  const egress = await open({});
  for (const _ of [1, 2]) {
    const { status, socket } = await tunnel(egress, 'evil.example.net:443');
    expect(status).toBe('HTTP/1.1 403 Refused');
    expect(await text(socket)).toContain('evil.example.net');
  }
  expect(await get(egress, 'http://other.example.net/')).toMatchObject({ status: 403 });
  expect(egress.refusedHosts()).toEqual(['evil.example.net', 'other.example.net']);
  expect(dialled).toEqual([]);
});

test('the memory of refused hosts does not grow for ever', async () => {
  const egress = await open({});
  for (let number = 0; number < 120; number++) (await tunnel(egress, `h${number}.example.net:443`)).socket.destroy();
  expect(egress.refusedHosts()).toHaveLength(100);
});

test.each([['127.0.0.1'], ['10.0.0.7'], ['169.254.169.254'], ['::1'], ['::ffff:10.0.0.1'], ['fd20:ce::254']])(
  'a name on the list that leads to %s is refused',
  async (address) => {
    const egress = await open({ resolve: async () => [address] });
    expect((await tunnel(egress, `${HOST}:443`)).status).toBe('HTTP/1.1 403 Refused');
    expect(egress.refusedHosts()).toEqual([HOST]);
    expect(dialled).toEqual([]);
  },
);

test('one bad address among good ones is enough to refuse', async () => {
  const egress = await open({ resolve: async () => [PUBLIC, '192.168.1.1'] });
  expect((await tunnel(egress, `${HOST}:443`)).status).toBe('HTTP/1.1 403 Refused');
  expect(dialled).toEqual([]);
});

test('a name that answers differently each time gains nothing: the address that was judged is the one connected to', async () => {
  const answers = [PUBLIC, '127.0.0.1', '169.254.169.254'];
  const egress = await open({ internet: await echo(), resolve: async () => [answers.shift() ?? '127.0.0.1'] });
  expect((await tunnel(egress, `${HOST}:443`)).status).toBe('HTTP/1.1 200 Connected');
  expect(dialled).toEqual([`${PUBLIC}:443`]);
  expect((await tunnel(egress, `${HOST}:443`)).status).toBe('HTTP/1.1 403 Refused');
});

test('when an address does not answer the next one is tried, and in the end the client hears', async () => {
  const internet = await echo();
  const dead = await closedPort();
  const ports = [dead, internet];
  const egress = await open({ resolve: async () => [PUBLIC, '93.184.215.15'], port: () => ports.shift() ?? dead });
  expect((await tunnel(egress, `${HOST}:443`)).status).toBe('HTTP/1.1 200 Connected');
  const { status, socket } = await tunnel(egress, `${HOST}:443`);
  expect(status).toBe('HTTP/1.1 502 Refused');
  expect(await text(socket)).toContain(`${HOST} cannot be reached`);
});

test.each([
  ['GET / HTTP/1.1'],
  ['GET https://packages.example.com/ HTTP/1.1'],
  ['GET ftp://x/ HTTP/1.1'],
  ['CONNECT nowhere HTTP/1.1'],
])('“%s” is no request for a proxy', async (line) => {
  const egress = await open({});
  const socket = connect(egress.socketPath);
  socket.write(`${line}\r\nhost: ${HOST}\r\n\r\n`);
  expect(await text(socket)).toMatch(/^HTTP\/1.1 400/);
});

test('connections beyond the bound are not taken', async () => {
  const egress = await open({ internet: await echo(), bounds: { connections: 1 } });
  const first = await tunnel(egress, `${HOST}:443`);
  const second = connect(egress.socketPath);
  second.write(`CONNECT ${HOST}:443 HTTP/1.1\r\n\r\n`);
  expect(await text(second)).toBe('');
  first.socket.end('still');
  expect(await text(first.socket)).toBe('still');
});

test.each([
  ['bytes', { bytes: 100_000 }],
  ['time', { connectionMs: 100 }],
  ['silence', { idleMs: 100 }],
])('a connection ends when its %s are used up', async (_, bounds) => {
  const egress = await open({ internet: await echo(), bounds });
  const { socket } = await tunnel(egress, `${HOST}:443`);
  socket.write('x'.repeat(200_000));
  await text(socket);
  expect(socket.destroyed).toBe(true);
});

test('closing ends open tunnels and takes the socket away', async () => {
  const egress = await open({ internet: await echo() });
  const { socket } = await tunnel(egress, `${HOST}:443`);
  await egress.close();
  await egress.close();
  await text(socket);
  expect(existsSync(egress.socketPath)).toBe(false);
});

test('a wrong list is refused before anything listens', async () => {
  await expect(openEgress({ allow: ['https://x.example'], socketPath: join(folder, 's') })).rejects.toMatchObject({
    code: 'configuration_invalid',
  });
});

interface World extends Partial<Pick<EgressOptions, 'bounds'>> {
  /** Port of the local server that stands for every host of the Internet. */
  readonly internet?: number;
  readonly port?: () => number;
  readonly resolve?: () => Promise<string[]>;
}

async function open({
  internet = 0,
  port = () => internet,
  resolve = async () => [PUBLIC],
  bounds = {},
}: World): Promise<Egress> {
  const reach = {
    resolve,
    connect(address: string, wanted: number) {
      dialled.push(`${address}:${wanted}`);
      return connect({ host: '127.0.0.1', port: port() });
    },
  };
  const egress = await openEgress({ allow: [HOST], socketPath: join(folder, 'egress.sock'), reach, bounds });
  closing.push(() => egress.close());
  return egress;
}

async function tunnel(egress: Egress, authority: string): Promise<{ status: string; socket: Socket }> {
  const socket = connect(egress.socketPath).on('error', () => undefined);
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n\r\n`);
  const [head] = (await once(socket, 'data')) as [Buffer];
  socket.unshift(head.subarray(head.indexOf('\r\n\r\n') + 4));
  return { status: head.toString().split('\r\n')[0] ?? '', socket };
}

/** What comes until the other side is done, or has broken off. */
async function text(socket: Socket): Promise<string> {
  let all = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    all += chunk;
  });
  socket.on('error', () => undefined);
  if (!socket.destroyed) await Promise.race([once(socket, 'end'), once(socket, 'close')]).catch(() => undefined);
  socket.destroy();
  return all;
}

async function get(egress: Egress, url: string, headers: Record<string, string> = {}) {
  const asked = request({ socketPath: egress.socketPath, path: url, headers }).end();
  const [response] = await once(asked, 'response');
  const body = Buffer.concat(await response.toArray()).toString();
  return { status: response.statusCode, body, location: response.headers.location };
}

async function echo(): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => undefined).pipe(socket));
  return listening(server);
}

type Page = { status: number; body: string; headers?: Record<string, string> };

async function website(answer: (path: string, headers: Record<string, unknown>) => Page): Promise<number> {
  return listening(
    createHttpServer((asked, response) => {
      const { status, body, headers = {} } = answer(asked.url ?? '', asked.headers);
      response.writeHead(status, headers).end(body);
    }),
  );
}

async function listening(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}
