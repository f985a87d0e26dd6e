import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createPlaces } from '#bot/artifacts/links.ts';
import type { Pushed } from '#bot/dispatch/pushed.ts';
import type { Session } from '#bot/dispatch/rights.ts';
import { createWorkerApi, type WorkerApiNeeds } from '#bot/dispatch/worker-api.ts';
import { createHttp } from '#bot/http.ts';
import { listen } from '#bot/listen.ts';
import { createPushTokens } from '#bot/pull-request/push-tokens.ts';
import { localArtifacts } from '#shared/adapters/local/artifacts.ts';
import type { Artifacts, RepoHost } from '#shared/ports.ts';
import type { Task } from '#shared/task/task.ts';
import { redactor } from '#shared/text/redact.ts';
import { type Assignment, ROUTES } from '#shared/worker-api.ts';
import { temporaryFolder } from '../../contracts/temporary-folder.ts';
import { put } from '../ground.ts';
import { openPlace } from './place.ts';

export const SECRET = 'the secret of the bot';
export const NONCE = 'ab'.repeat(16);
/** Short, so that a hold that brings nothing is soon answered. */
const LEASE_MS = 900;

/** What came back: nothing is thrown. */
interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each route has its own answer, and each test knows which
  readonly body: any;
}

interface About {
  readonly pushed?: Pushed;
  readonly store?: Artifacts;
  readonly start?: WorkerApiNeeds['start'];
}

/** The bot's routes on a real server, with one task; `github`'s tokens are only counted. Files are in a folder, or where it is said. */
export async function openApi(task: Task, about: About = {}) {
  const { pushed, store, start = async () => undefined } = about;
  const place = openPlace();
  const minted: string[] = [];
  const token: RepoHost['token'] = async (_, right) => ({
    token: `ghs_${right}_${minted.push(right)}`,
    expiresAt: '2027-01-01T00:00:00Z',
  });
  const host = {
    ...place.host,
    token,
    revoke: async (gone: string) => void place.github.revoked.push(gone),
  } as RepoHost;
  // Known once the server listens.
  let url = '';
  const { rights, now } = place;
  const local = localArtifacts({
    folder: join(temporaryFolder(), 'artifacts'),
    placeAt: (name, version) => createPlaces({ publicUrl: url, rights, now })(name, version),
  });
  const artifacts = store ?? local;
  const files = { artifacts, ...(!store && { fill: local.fill }) };
  const pushTokens = createPushTokens(host);
  const worker = createWorkerApi({
    ...place,
    host,
    artifacts,
    model: 'scripted',
    context: async ({ id }) => ({ thread: [{ by: 'U0BEN', words: id }], files: [], pullRequests: [] }),
    start,
    pushTokens,
    leaseMs: LEASE_MS,
  });
  const brokenOff: Session[] = [];
  const brokeOff = (session: Session) => void brokenOff.push(session);
  const redact = redactor([SECRET]);
  const routes = createHttp({
    ...place,
    ...(pushed && { pushed }),
    worker,
    ...files,
    redact,
    brokeOff,
    isReady: () => true,
  });
  const server = await listen(routes, { host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
  const address = server.address();
  url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  await put(place.store, task);
  const capability = place.rights.capability(task.id, task.attempt, place.now() + 15 * 60_000);
  const post = (route: string, body: unknown, session?: string, signal?: AbortSignal) =>
    asked(`${url}${route}`, { method: 'POST', body: JSON.stringify(body), ...(signal && { signal }) }, session);
  const claim = (about: object = {}, right = capability) =>
    post(ROUTES.claim, { execution: 'e1', nonce: NONCE, ...about }, right);
  return {
    ...place,
    task,
    url,
    artifacts,
    minted,
    pushTokens,
    brokenOff,
    capability,
    post,
    claim,
    /** Claims, and gives the secret of the session. */
    claimed: async (): Promise<string> => ((await claim()).body as Assignment).session,
    /** Asks for a place and sends the file there: two requests, as a worker makes them. */
    upload: async (file: string, bytes: BodyInit, session?: string): Promise<Answer> => {
      const given = await post(ROUTES.place, { file }, session);
      return given.status === 200 ? asked(given.body.url, { method: 'PUT', body: bytes }) : given;
    },
  };
}
export type Api = Awaited<ReturnType<typeof openApi>>;

async function asked(url: string, init: RequestInit, session?: string): Promise<Answer> {
  const headers = { ...(session && { authorization: `Bearer ${session}` }) };
  const response = await fetch(url, { ...init, headers });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}
