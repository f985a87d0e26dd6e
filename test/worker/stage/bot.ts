import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerFact } from '#shared/task/events.ts';
import { ROUTES } from '#shared/worker-api.ts';
import { type Desk, type DeskOptions, openDesk } from './desk.ts';
import { listen } from './server.ts';

export const EVENT_KEY = 'ab'.repeat(32);
export const SESSION = 'session-secret-0123456789';

/** As much of a bot as a worker sees, with its knobs outside. */
export interface TestBot extends Pick<Desk, 'claims' | 'facts' | 'pushes' | 'stop' | 'note'> {
  readonly url: string;
  readonly artifacts: ReadonlyMap<string, string>;
  end(): Extract<WorkerFact, { type: 'attempt.ended' }> | undefined;
  /** Resolves when a fact of this type came. */
  saw(type: WorkerFact['type']): Promise<void>;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export async function openBot(options: DeskOptions): Promise<TestBot> {
  const artifacts = new Map<string, string>();
  const desk = openDesk(options, (file) => ({
    url: `${url}/place/${encodeURIComponent(file)}`,
    headers: { 'x-place-of': file },
  }));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray()).toString();
    if (request.method === 'PUT') return store(request, response, body);
    const isClaim = request.url === ROUTES.claim;
    if (!isClaim && request.headers.authorization !== `Bearer ${SESSION}`) return refuse(response, 401);
    const said = await desk.answer(request.url ?? '', body);
    if (said === undefined) return refuse(response, 409);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(said));
  }

  /** The place of a file: whoever comes there has no session, but the headers that were given with it. */
  function store({ url: path = '', headers }: IncomingMessage, response: ServerResponse, body: string): void {
    const file = decodeURIComponent(path.slice('/place/'.length));
    const isTheirs = headers.authorization === undefined && headers['x-place-of'] === file;
    if (isTheirs) artifacts.set(file, body);
    response.writeHead(isTheirs ? 200 : 403).end();
  }

  const serve = () =>
    createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  let listening = await listen(serve());
  const { url, port } = listening;
  const { claims, facts, pushes, stop, note } = desk;
  return {
    ...{ url, claims, facts, pushes, stop, note, artifacts },
    end: () => facts.find((fact) => fact.type === 'attempt.ended'),
    async saw(type) {
      while (!facts.some((fact) => fact.type === type)) await sleep(20);
    },
    goAway: () => listening.close(),
    async comeBack() {
      listening = await listen(serve(), port);
    },
    async close() {
      await desk.close();
      await listening.close();
    },
  };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status).end(JSON.stringify({ code: 'refused', words: 'No.', remedy: 'None.' }));
}
