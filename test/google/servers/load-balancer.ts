import { createServer, type IncomingMessage, request as requestTo, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { onLoopback } from './on-loopback.ts';

/** One address in front of any number of bots, as Cloud Run has it: who does not answer its health check gets nothing. */
export interface LoadBalancer {
  readonly url: string;
  add(instanceUrl: string): void;
  close(): Promise<void>;
}

const CHECK_MS = 200;
const ANSWER_MS = 1_000;

/** Each request goes to the next instance that is well. */
export async function startLoadBalancer(): Promise<LoadBalancer> {
  const instances = new Map<string, boolean>();
  const closing = new AbortController();
  let turn = 0;

  function next(): string | undefined {
    const well = [...instances].flatMap(([url, isWell]) => (isWell ? [url] : []));
    return well[turn++ % Math.max(1, well.length)];
  }

  const server = createServer((request, response) => forward(request, response, next()));
  const { port, close } = await onLoopback(server);
  const checking = check(instances, closing.signal);
  return {
    url: `http://127.0.0.1:${port}`,
    add: (instanceUrl) => void instances.set(instanceUrl, true),
    close: async () => {
      closing.abort();
      await Promise.all([close(), checking]);
    },
  };
}

function forward(request: IncomingMessage, response: ServerResponse, instance: string | undefined): void {
  if (instance === undefined) return void response.writeHead(503).end('there is no instance');
  const { method, headers, url = '/' } = request;
  const passed = requestTo(new URL(url, instance), { method, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', (error) =>
    response.headersSent ? response.destroy() : response.writeHead(502).end(error.message),
  );
  // Who hangs up here hangs up there: a bot that holds a worker's call has to notice.
  response.on('close', () => passed.destroy());
  request.pipe(passed);
}

async function check(instances: Map<string, boolean>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await Promise.all([...instances.keys()].map(async (url) => instances.set(url, await isWell(url))));
    await sleep(CHECK_MS, undefined, { ref: false });
  }
}

async function isWell(instance: string): Promise<boolean> {
  return fetch(new URL('/healthz', instance), { signal: AbortSignal.timeout(ANSWER_MS) }).then(
    (response) => response.ok,
    // Dead, stopped, or not started yet.
    () => false,
  );
}
