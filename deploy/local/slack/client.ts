import { once } from 'node:events';
import { WebSocket } from 'ws';
import { TaskError } from '#shared/task/failure.ts';
import { Reply, resultOf } from './client/wire.ts';
import type { Fault, FaultRequest } from './faults/fault.ts';
import type { Door } from './person/door.ts';
import { type Person, personBehind } from './person/person.ts';
import { type Output, Seen, VERBS } from './person/protocol.ts';

export interface PersonClient extends Person {
  /** Resolves when Slack has gone away or `close` was called. */
  readonly left: Promise<void>;
  leave(): Promise<void>;
}

/** Sits down as somebody in front of a local Slack in another process. */
export async function connectPerson(url: string, userId: string): Promise<PersonClient> {
  const listeners = new Set<(seen: Seen) => void>();
  const live = await openLive(url, userId);
  live.on('message', (data) => {
    const seen = Seen.parse(JSON.parse(String(data)));
    for (const listener of [...listeners]) listener(seen);
  });
  const left = once(live, 'close').then(() => undefined);
  const door: Door = {
    call: async (verb, input) =>
      VERBS[verb].output.parse(await ask(url, 'POST', `people/${userId}/${verb}`, input)) as Output<typeof verb>,
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    ...personBehind(userId, door),
    left,
    async leave() {
      live.close();
      await left;
    },
  };
}

/** The switches of a local Slack in another process: what goes wrong between it and the app. */
export function connectFaults(url: string) {
  return {
    set: async (fault: FaultRequest): Promise<void> => void (await ask(url, 'POST', 'faults', fault)),
    clear: async (): Promise<void> => void (await ask(url, 'DELETE', 'faults')),
    pending: async () => (await ask(url, 'GET', 'faults')) as readonly Fault[],
    refreshConnections: async (): Promise<void> => void (await ask(url, 'POST', 'connections/refresh', {})),
    dropConnections: async (): Promise<void> => void (await ask(url, 'POST', 'connections/drop', {})),
  };
}

async function openLive(url: string, userId: string): Promise<WebSocket> {
  const live = new WebSocket(`${url.replace(/^http/, 'ws')}/client/people/${userId}/live`);
  try {
    await once(live, 'open');
    return live;
  } catch (cause) {
    throw unreachable(url, cause);
  }
}

async function ask(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const sent =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(`${url}/client/${path}`, { method, ...sent }).catch((cause: unknown) => {
    throw unreachable(url, cause);
  });
  if (!response.ok) throw unreachable(url, `${response.status} ${await response.text()}`);
  return resultOf(Reply.parse(await response.json()));
}

function unreachable(url: string, cause: unknown): TaskError {
  return new TaskError('slack_unreachable', `No local Slack answers at ${url}.`, {
    whose: 'yours',
    remedy: 'Start the playground, or give the address it printed.',
    cause,
  });
}
