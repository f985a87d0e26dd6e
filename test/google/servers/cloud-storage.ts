import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { StorageOptions } from '@google-cloud/storage';
import { listen } from '../../worker/stage/server.ts';
import { type Answer, type Asked, xmlError } from './cloud-storage/answers.ts';
import { createFaults, type Fault } from './cloud-storage/faults.ts';
import { answerJson } from './cloud-storage/json-api.ts';
import { createObjects, type Objects } from './cloud-storage/objects.ts';
import { authAt, createServiceAccount } from './cloud-storage/service-account.ts';
import { answerXml } from './cloud-storage/xml-api.ts';

export interface CloudStorage {
  readonly url: string;
  /** What the client needs to know of this server, as it would find it on Cloud Run. */
  readonly options: StorageOptions;
  /** What GOOGLE_APPLICATION_CREDENTIALS has to hold for a process that signs by itself. */
  readonly keyFile: string;
  readonly objects: Objects;
  /** Every request so far, as `METHOD /path`. */
  readonly requests: readonly string[];
  /** The next request of a kind meets with an accident. */
  fault(fault: Fault): void;
  /** Time goes on, for signatures. */
  passes(ms: number): void;
  close(): Promise<void>;
}

/** Cloud Storage as far as its client uses it, and addresses with signatures, every one of which is verified. */
export async function startCloudStorage(...buckets: readonly string[]): Promise<CloudStorage> {
  let passedMs = 0;
  const now = () => Date.now() + passedMs;
  const objects = createObjects(buckets, now);
  const account = createServiceAccount();
  const faults = createFaults();
  const requests: string[] = [];

  const act = (asked: Asked): Answer =>
    account.answer(asked) ?? answerJson(asked, { objects, account }) ?? answerXml(asked, { objects, account, now });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await read(request);
    const name = `${asked.method} ${asked.url.pathname}`;
    requests.push(name);
    const answer = await faults.around(name, () => act(asked));
    if (!answer) return void response.destroy();
    const body = Buffer.from(answer.body ?? '');
    response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length }).end(body);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      const { status, body } = xmlError(500, 'InternalError', String(error));
      response.writeHead(status).end(body);
    });
  });
  const { url, close } = await listen(server);
  return {
    ...{ url, objects, requests, close, keyFile: account.keyFile },
    fault: faults.add,
    options: {
      apiEndpoint: url,
      projectId: 'demo',
      authClient: authAt(url),
      useAuthWithCustomEndpoint: true,
      retryOptions: { retryDelayMultiplier: 1, maxRetries: 1 },
    },
    passes: (ms) => {
      passedMs += ms;
    },
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const { method = 'GET', url = '/', headers } = request;
  return { method, headers, url: new URL(url, `http://${headers.host}`), body: Buffer.concat(await request.toArray()) };
}
