import { setTimeout as sleep } from 'node:timers/promises';
import { localTaskEventsReader } from '#shared/adapters/local/task-events.ts';
import { parseWorkerEvent, type WorkerEvent, type WorkerFact } from '#shared/task/events.ts';
import {
  type Assignment,
  ClaimRequest,
  type ContextAnswer,
  HoldRequest,
  type PlaceAnswer,
  PlaceRequest,
  PushRequest,
  ROUTES,
  verify,
} from '#shared/worker-api.ts';
import { PUSH_TOKEN, READ_TOKEN } from './git-host.ts';

/** What a bot says to the worker of one attempt, and what it heard from it. */
export interface Desk {
  /** Executions that asked for the assignment. */
  readonly claims: readonly string[];
  readonly facts: readonly WorkerFact[];
  /** The same with when they were told. */
  readonly events: readonly WorkerEvent[];
  /** Commits somebody asked to push. */
  readonly pushes: readonly string[];
  /** The answer to a call; nothing where it is refused. */
  answer(route: string, body: string): Promise<unknown>;
  stop(): void;
  note(words: string): void;
  close(): Promise<void>;
}

export interface DeskOptions {
  readonly eventsFolder: string;
  readonly assignment: Assignment;
  readonly context?: ContextAnswer;
  /** What an earlier attempt stored. */
  readonly baseline?: string;
  /** Overlooks the first delivery of this event, as a lossy channel would. */
  readonly loses?: number;
}

type Place = (file: string) => PlaceAnswer;

export function openDesk({ eventsFolder, assignment, context, baseline, loses }: DeskOptions, place: Place): Desk {
  const claims: string[] = [];
  const facts: WorkerFact[] = [];
  const events: WorkerEvent[] = [];
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
    const body = verify(raw, assignment.eventKey);
    if (body === undefined) throw new Error('an event without a valid MAC');
    const event = parseWorkerEvent(JSON.parse(body));
    if (event.seq === loses && !lost.has(event.seq)) {
      lost.add(event.seq);
    } else if (event.seq === facts.length + 1) {
      events.push(event);
      facts.push(event.fact as WorkerFact);
    }
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
    [ROUTES.place]: (body) => place(PlaceRequest.parse(JSON.parse(body)).file),
    [ROUTES.push]: (body) => {
      const { head } = PushRequest.parse(JSON.parse(body));
      pushes.push(head);
      if (!facts.some((fact) => fact.type === 'evidence.gathered' && fact.evidence.head === head)) return undefined;
      return { token: PUSH_TOKEN, expiresAt: 'later' };
    },
  };

  return {
    claims,
    facts,
    events,
    pushes,
    answer: async (route, body) => routes[route]?.(body),
    stop: () => {
      stopping = true;
    },
    note: (words) => {
      notes.push({ number: notes.length + 1, by: 'Dana', words });
    },
    close: () => stopReading(),
  };
}
