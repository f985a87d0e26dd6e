import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { TaskError } from '#shared/task/failure.ts';
import { type EgressBounds, keepBounds } from './egress-bounds.ts';
import { INTERNET, type Reach } from './egress-dial.ts';
import { type Door, forward, tunnel } from './egress-forward.ts';
import { type HostRule, judge, ruleProblems } from './egress-rules.ts';

/** The one way out for commands that install things. */
export interface Egress {
  readonly socketPath: string;
  /** Hosts that were asked for and refused, each once. */
  refusedHosts(): readonly string[];
  close(): Promise<void>;
}

export interface EgressOptions {
  readonly allow: readonly HostRule[];
  /** Where the proxy listens: a unix socket, which is mounted into the sandbox. */
  readonly socketPath: string;
  readonly signal?: AbortSignal;
  readonly bounds?: Partial<EgressBounds>;
  /** Only tests put something else in the Internet's place. */
  readonly reach?: Partial<Reach>;
}

/** Enough to see what a command was after, and not enough to fill a memory with. */
const REFUSED_REMEMBERED = 100;

/** Opens an HTTP proxy that lets commands reach the hosts on a list, and nothing else. */
export async function openEgress(options: EgressOptions): Promise<Egress> {
  refuseBadRules(options.allow);
  const refused = new Set<string>();
  const door: Door = {
    reach: { ...INTERNET, ...options.reach },
    judge: (wish) => judge(options.allow, wish),
    refused: (host) => {
      if (refused.size < REFUSED_REMEMBERED) refused.add(host);
    },
  };
  const server = createServer({ maxHeaderSize: 16 * 1024 });
  server.on('connect', (request, client: Duplex, head: Buffer) => void tunnel(door, request, client, head));
  server.on('request', (request, response) => void forward(door, request, response));
  const end = keepBounds(server, options.bounds);
  await listen(server, options.socketPath);
  const close = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    end();
    await closed;
  };
  options.signal?.addEventListener('abort', () => void close(), { once: true });
  return { socketPath: options.socketPath, refusedHosts: () => [...refused], close };
}

function refuseBadRules(allow: readonly HostRule[]): void {
  const problems = ruleProblems(allow);
  if (problems.length === 0) return;
  throw new TaskError(
    'configuration_invalid',
    `The list of hosts that installs may reach is wrong: ${problems.join('; ')}.`,
    {
      whose: 'service',
      remedy: 'Write each as a host name, or as “*.” and a host name, without scheme, port or path.',
    },
  );
}

async function listen(server: Server, socketPath: string): Promise<void> {
  server.listen(socketPath);
  await once(server, 'listening');
  await chmod(socketPath, 0o600);
}
