import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { type Assignment, ROUTES } from '#shared/worker-api.ts';
import { type Desk, openDesk } from '../../worker/stage/desk.ts';
import { serveGit } from '../../worker/stage/git-host.ts';
import { listen } from '../../worker/stage/server.ts';

/** What a bot and a host of repositories are to the workers of a contest: any number of them, one after the other. */
export interface Front {
  readonly url: string;
  /** Milliseconds each worker of a contestant took for the steps before and after the agent's, in the order they ran. */
  stepsOf(contestant: string): readonly { readonly beforeMs: number; readonly afterMs: number }[];
  close(): Promise<void>;
}

export const TASK = 't0123456789a';
const PREPARING: ReadonlySet<string> = new Set(['hydrate', 'provision', 'baseline']);

/** A worker's capability says whose it is and where its run happens: `contestant folder`. */
export const capabilityFor = (contestant: string): string => `${contestant} {tmp}`;

export async function openFront(words: string): Promise<Front> {
  const desks = new Map<string, { readonly contestant: string; readonly desk: Desk }>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, first = ''] = request.url?.split('/') ?? [];
    if (first === 'git') return git(request, response);
    const body = await request.toArray();
    if (first === 'place') return void response.end();
    const bearer = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const desk = request.url === ROUTES.claim ? claimed(bearer) : desks.get(bearer)?.desk;
    const said = await desk?.answer(request.url ?? '', Buffer.concat(body).toString());
    response.statusCode = said === undefined ? 409 : 200;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(said ?? {}));
  }

  /** Runs are one after the other: whoever comes now finds the ones before it over. */
  function claimed(capability: string): Desk {
    for (const { desk } of desks.values()) void desk.close();
    const [contestant = '', folder = ''] = capability.split(' ');
    const assignment = assignmentFor(capability, folder);
    const place = (file: string) => ({ url: `${url}/place/${encodeURIComponent(file)}`, headers: {} });
    const desk = openDesk({ eventsFolder: folder, assignment }, place);
    desks.set(assignment.session, { contestant, desk });
    return desk;
  }

  const assignmentFor = (capability: string, folder: string): Assignment => ({
    task: TASK,
    attempt: 1,
    session: createHmac('sha256', 'session').update(capability).digest('hex'),
    eventKey: 'ab'.repeat(32),
    request: { repository: 'acme/tally', words },
    requester: { id: 'U1', name: 'Dana' },
    base: 'main',
    branch: `agent/${TASK}`,
    cloneUrl: `${url}/git/${Buffer.from(dirname(folder)).toString('base64url')}/remote.git`,
    limits: { turns: 100, tokens: 10_000_000, usd: 100, minutes: 5, fixRounds: 1, commandMinutes: 1 },
    egress: [],
    protectedPaths: [],
    changeLimits: {
      files: 10,
      lines: 1_000,
      generatedLines: 1_000,
      binaryKilobytes: 10,
      fileKilobytes: 100,
      generated: [],
    },
    mayRunUnsandboxed: false,
    leaseMs: 30_000,
  });

  const { url, close } = await listen(
    createServer((request, response) => void answer(request, response).catch(() => response.destroy())),
  );
  return {
    url,
    stepsOf: (contestant) =>
      [...desks.values()].filter((one) => one.contestant === contestant).map(({ desk }) => around(desk)),
    async close() {
      await Promise.all([...desks.values()].map(({ desk }) => desk.close()));
      await close();
    },
  };
}

/** `/git/<folder>/remote.git/…` */
function git(request: IncomingMessage, response: ServerResponse): void {
  const [, , folder = '', ...path] = request.url?.split('/') ?? [];
  request.url = `/${path.join('/')}`;
  serveGit(Buffer.from(folder, 'base64url').toString(), request, response);
}

function around({ events }: Desk): { beforeMs: number; afterMs: number } {
  const began = events.find(({ fact }) => fact.type === 'step.started');
  const prepared = events.findLast(({ fact }) => fact.type === 'step.ended' && PREPARING.has(fact.step));
  const written = events.find(({ fact }) => fact.type === 'step.ended' && fact.step === 'implement');
  const ended = events.at(-1);
  return { beforeMs: between(began, prepared), afterMs: between(written, ended) };
}

const between = (from: { at: number } | undefined, to: { at: number } | undefined): number =>
  from && to ? to.at - from.at : Number.NaN;
