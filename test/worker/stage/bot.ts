import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { localTaskEventsReader } from '#shared/adapters/local/task-events.ts';
import { parseWorkerEvent, type WorkerFact } from '#shared/task/events.ts';
import {
  type Assignment,
  ClaimRequest,
  type ContextAnswer,
  HoldRequest,
  PlaceRequest,
  PushRequest,
  ROUTES,
  verify,
} from '#shared/worker-api.ts';
import { PUSH_TOKEN, READ_TOKEN } from './git-host.ts';
import { listen } from './server.ts';

export const EVENT_KEY = 'ab'.repeat(32);
export const SESSION = 'session-secret-0123456789';

/** As much of a bot as a worker sees, with its knobs outside. */
export interface TestBot {
  readonly url: string;
  /** Executions that asked for the assignment. */
  readonly claims: readonly string[];
  readonly facts: readonly WorkerFact[];
  readonly artifacts: ReadonlyMap<string, string>;
  /** Commits somebody asked to push. */
  readonly pushes: readonly string[];
  end(): Extract<WorkerFact, { type: 'attempt.ended' }> | undefined;
  /** Resolves when a fact of this type came. */
  saw(type: WorkerFact['type']): Promise<void>;
  stop(): void;
  note(words: string): void;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  readonly eventsFolder: string;
  readonly assignment: Assignment;
  readonly context?: ContextAnswer;
  /** What an earlier attempt stored. */
  readonly baseline?: string;
  /** Overlooks the first delivery of this event, as a lossy channel would. */
  readonly loses?: number;
}

export async function openBot({ eventsFolder, assignment, context, baseline, loses }: Options): Promise<TestBot> {
  const claims: string[] = [];
  const facts: WorkerFact[] = [];
  const artifacts = new Map<string, string>();
  const pushes: string[] = [];
  const notes: { number: number; by: string; words: string }[] = [];
  const lost = new Set<number>();
  let stopping = false;

  const stopReading = localTaskEventsReader({ folder: eventsFolder, pollMs: 100 }).subscribe({
    events: async (batch) => {
      for (const raw of batch) fold(raw);
    },
    telemetry: () => undefined,
  });

  function fold(raw: string): void {
    const body = verify(raw, EVENT_KEY);
    if (body === undefined) throw new Error('an event without a valid MAC');
    const { seq, fact } = parseWorkerEvent(JSON.parse(body));
    if (seq === loses && !lost.has(seq)) lost.add(seq);
    else if (seq === facts.length + 1) facts.push(fact as WorkerFact);
  }

  const isNews = ({ after, folded }: HoldRequest) =>
    stopping || facts.length > folded || notes.some((note) => note.number > after);

  async function hold(asked: HoldRequest) {
    for (let waited = 0; waited < 1_000 && !isNews(asked); waited += 20) await sleep(20);
    return { stop: stopping, folded: facts.length, notes: notes.filter(({ number }) => number > asked.after) };
  }

  const routes: Record<string, (body: string) => unknown> = {
    [ROUTES.claim]: (body) => {
      claims.push(ClaimRequest.parse(JSON.parse(body)).execution);
      return assignment;
    },
    [ROUTES.hold]: (body) => hold(HoldRequest.parse(JSON.parse(body))),
    [ROUTES.baseline]: () => ({ ...(baseline !== undefined && { text: baseline }) }),
    [ROUTES.context]: () => context ?? { thread: [], files: [], pullRequests: [] },
    [ROUTES.token]: () => ({ token: READ_TOKEN, expiresAt: 'later' }),
    [ROUTES.place]: (body) => {
      const { file } = PlaceRequest.parse(JSON.parse(body));
      return { url: `${url}/place/${encodeURIComponent(file)}`, headers: { 'x-place-of': file } };
    },
    [ROUTES.push]: (body) => {
      const { head } = PushRequest.parse(JSON.parse(body));
      pushes.push(head);
      if (!facts.some((fact) => fact.type === 'evidence.gathered' && fact.evidence.head === head)) return undefined;
      return { token: PUSH_TOKEN, expiresAt: 'later' };
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray()).toString();
    if (request.method === 'PUT') return store(request, response, body);
    const isClaim = request.url === ROUTES.claim;
    if (!isClaim && request.headers.authorization !== `Bearer ${SESSION}`) return refuse(response, 401);
    const said = await routes[request.url ?? '']?.(body);
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
  return {
    url,
    claims,
    facts,
    artifacts,
    pushes,
    end: () => facts.find((fact) => fact.type === 'attempt.ended'),
    async saw(type) {
      while (!facts.some((fact) => fact.type === type)) await sleep(20);
    },
    stop: () => {
      stopping = true;
    },
    note: (words) => {
      notes.push({ number: notes.length + 1, by: 'Dana', words });
    },
    goAway: () => listening.close(),
    async comeBack() {
      listening = await listen(serve(), port);
    },
    async close() {
      await stopReading();
      await listening.close();
    },
  };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status).end(JSON.stringify({ code: 'refused', words: 'No.', remedy: 'None.' }));
}
