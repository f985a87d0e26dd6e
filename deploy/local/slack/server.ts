import { createLive } from './client/live.ts';
import type { Offers } from './client/offers.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import { type Listening, listen } from './http/listen.ts';
import { type Parts, type SlackService, slackService } from './http/service.ts';
import { type Person, personBehind } from './person/person.ts';
import { appEvents } from './socket-mode/app-events.ts';
import { createSocketMode } from './socket-mode/socket-mode.ts';
import { type Call, createCallLog } from './web-api/calls.ts';
import type { ChannelOptions } from './workspace/channels.ts';
import type { PersonProfile } from './workspace/people.ts';
import { APP, TEAM } from './workspace/team.ts';
import { openWorkspace } from './workspace/workspace.ts';

/** Slack's own clockwork; tests that do not want to wait for it make it faster. */
interface Timings {
  readonly ackTimeoutMs: number;
  readonly triggerLifetimeMs: number;
  readonly eventRetryDelaysMs: readonly number[];
}

const SLACKS_TIMINGS: Timings = {
  ackTimeoutMs: 3_000,
  triggerLifetimeMs: 3_000,
  eventRetryDelaysMs: [0, 60_000, 300_000],
};

export interface SlackOptions {
  /** Any free one unless given. */
  readonly port?: number;
  /** Where messages, Home tabs and files outlive a restart; without it they live in memory. */
  readonly dataFile?: string;
  readonly people?: readonly PersonProfile[];
  readonly channels?: readonly ChannelOptions[];
  readonly now?: () => number;
  readonly timings?: Partial<Timings>;
  /** What the playground around this Slack puts on its page. */
  readonly playground?: Offers;
}

export interface LocalSlack {
  readonly url: string;
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly team: string;
  readonly botUser: string;
  readonly faults: Faults;
  /** What the app called, oldest first. */
  readonly calls: readonly Call[];
  person(id: string): Person;
  /** How many Socket Mode connections the app has. */
  connections(): number;
  refreshConnections(): void;
  dropConnections(): void;
  close(): Promise<void>;
}

/** A whole Slack on this machine: what apps call, what they are sent, and the people they meet. */
export async function startSlack(options: SlackOptions = {}): Promise<LocalSlack> {
  const { calls, record } = createCallLog();
  const parts = assemble(options, record);
  try {
    return present(parts, calls, await listen(options.port ?? 0, (url) => slackService(parts, url)));
  } catch (error) {
    parts.workspace.close();
    throw error;
  }
}

function assemble(options: SlackOptions, record: Parts['record']): Parts {
  const { dataFile, people, channels, now = Date.now } = options;
  const { ackTimeoutMs, triggerLifetimeMs, eventRetryDelaysMs } = { ...SLACKS_TIMINGS, ...options.timings };
  const workspace = openWorkspace({ dataFile, people, channels, now, triggerLifetimeMs });
  const { ids, feed } = workspace;
  const faults = createFaults(now);
  const socketMode = createSocketMode({ ids, faults, ackTimeoutMs, retryDelaysMs: eventRetryDelaysMs });
  feed.subscribe((change) => {
    for (const event of appEvents(change, workspace.channels, ids)) socketMode.event(event);
  });
  return { workspace, faults, socketMode, live: createLive(), record, offers: options.playground ?? {} };
}

function present(parts: Parts, calls: readonly Call[], { url, service, close }: Listening<SlackService>): LocalSlack {
  const { workspace, faults, socketMode, live } = parts;
  return {
    url,
    apiUrl: `${url}/api/`,
    botToken: APP.botToken,
    appToken: APP.appToken,
    team: TEAM.id,
    botUser: APP.botUser,
    faults,
    calls,
    person: (id) => personBehind(id, service.doorOf(id)),
    connections: socketMode.count,
    refreshConnections: socketMode.refresh,
    dropConnections: socketMode.drop,
    close: once(async () => {
      live.close();
      await socketMode.close();
      await close();
      workspace.close();
    }),
  };
}

/** However often it is asked, it happens once and everybody waits for the same end. */
function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= act();
    return done;
  };
}
