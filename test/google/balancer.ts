import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One address for several bots, as Cloud Run gives them: who does not answer its health check gets no connections. */
export interface Balancer {
  readonly url: string;
  add(target: string): void;
  close(): Promise<void>;
}

const CHECK_MS = 200;
const ANSWER_MS = 1_000;

export async function startBalancer(): Promise<Balancer> {
  const targets = new Map<string, boolean>();
  const sockets = new Set<Socket>();
  const closing = new AbortController();
  let turn = 0;

  function next(): URL | undefined {
    const healthy = [...targets].flatMap(([url, isHealthy]) => (isHealthy ? [url] : []));
    const chosen = healthy[turn++ % Math.max(1, healthy.length)];
    return chosen === undefined ? undefined : new URL(chosen);
  }

  const server = createServer((client) => {
    const target = next();
    if (!target) return void client.destroy();
    const bot = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [client, bot],
      [bot, client],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      // What breaks on one side is broken on the other.
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const checking = check(targets, closing.signal);

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add: (target) => targets.set(target, true),
    close: async () => {
      closing.abort();
      for (const socket of sockets) socket.destroy();
      server.close();
      await checking;
    },
  };
}

async function check(targets: Map<string, boolean>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await Promise.all([...targets.keys()].map(async (url) => targets.set(url, await isHealthy(url))));
    await sleep(CHECK_MS);
  }
}

async function isHealthy(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`, { signal: AbortSignal.timeout(ANSWER_MS) }).then(
    (response) => response.ok,
    // Dead, stopped, or not started yet.
    () => false,
  );
}
