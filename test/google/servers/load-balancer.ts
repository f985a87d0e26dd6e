import { createServer, type IncomingMessage } from 'node:http';
import { onLoopback } from './on-loopback.ts';

/** One address in front of any number of instances, as Cloud Run has it. */
export interface LoadBalancer {
  readonly url: string;
  /** From now on the instance gets its share, until the returned function is called. */
  add(instanceUrl: string): () => void;
  close(): Promise<void>;
}

/** Each request goes to the next instance; one that cannot be reached is told of as a bad gateway. */
export async function startLoadBalancer(): Promise<LoadBalancer> {
  const instances: string[] = [];
  const server = createServer((request, response) => {
    const instance = instances.shift();
    if (instance !== undefined) instances.push(instance);
    forward(request, instance).then(
      async (answer) => {
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
        response.end(Buffer.from(await answer.arrayBuffer()));
      },
      (error: unknown) => response.writeHead(502).end(String(error)),
    );
  });
  const { port, close } = await onLoopback(server);
  return {
    url: `http://127.0.0.1:${port}`,
    add: (instanceUrl) => {
      instances.push(instanceUrl);
      return () => void instances.splice(instances.indexOf(instanceUrl), 1);
    },
    close,
  };
}

/** Headers that belong to one connection stay there. */
const OF_THE_CONNECTION = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive']);

async function forward(request: IncomingMessage, instance: string | undefined): Promise<Response> {
  if (instance === undefined) throw new Error('there is no instance');
  const headers = Object.entries(request.headers).filter(([name]) => !OF_THE_CONNECTION.has(name));
  const chunks: Buffer[] = await request.toArray();
  return fetch(new URL(request.url ?? '/', instance), {
    method: request.method ?? 'GET',
    headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    redirect: 'manual',
  });
}
