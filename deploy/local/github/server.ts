import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TaskError } from '#shared/task/failure.ts';
import { type Call, openCalls } from './calls.ts';
import type { CheckRun } from './check-runs.ts';
import { type Faults, openFaults } from './faults.ts';
import { openGitHttp } from './git-http.ts';
import { branches } from './git-read.ts';
import { addRepository, knownPull, knownRepository, openHost } from './host.ts';
import type { Origin } from './import.ts';
import { mergePullRequest } from './merge.ts';
import { type Comment, closePullRequest, comment } from './pull-request-acts.ts';
import { type LocalPullRequest, listPullRequests } from './pull-request-list.ts';
import { openRequests } from './requests.ts';
import { API_PATH } from './rest/shapes.ts';

/** The playground's GitHub: real bare repositories behind git's own HTTP server, and the REST calls Bellhop makes. */
export interface LocalGitHub {
  readonly url: string;
  readonly apiUrl: string;
  readonly app: { readonly id: number; readonly privateKey: string };
  /** Adds a repository; one that is already there keeps its content and only changes its flags. The origin is only read. */
  addRepository(name: string, from: Origin, options?: { installed?: boolean; archived?: boolean }): Promise<void>;
  pullRequests(name: string): readonly LocalPullRequest[];
  /** What stands on a commit, newest first. */
  checkRuns(name: string, commit: string): readonly CheckRun[];
  /** Takes a permission from the App, as its owner can. */
  forbid(permission: string): void;
  branches(name: string): Promise<readonly { name: string; commit: string }[]>;
  merge(name: string, number: number, how?: { readonly squash: boolean }): Promise<void>;
  /** Closes a pull request without merging it, as ana. */
  closePullRequest(name: string, number: number): Promise<void>;
  /** Lets one of the people say something about a pull request. */
  comment(name: string, number: number, actor: string, said: Comment): void;
  readonly faults: Omit<Faults, 'take'>;
  readonly calls: readonly Call[];
  close(): Promise<void>;
}

export interface GitHubOptions {
  /** Any free one when absent. */
  readonly port?: number;
  /** Bare repositories, the App's key and a SQLite file; what is in it survives restarts. */
  readonly dataDir: string;
  readonly now?: () => number;
}

export async function startGitHub({ port = 0, dataDir, now = Date.now }: GitHubOptions): Promise<LocalGitHub> {
  const server = createServer();
  const url = `http://127.0.0.1:${await listen(server, port)}`;
  const host = await openHost(dataDir, url, now).catch(async (error) => {
    await stop(server);
    throw error;
  });
  const gitHttp = openGitHttp(host);
  const faults = openFaults();
  const calls = openCalls();
  const requests = openRequests(host, gitHttp, faults, calls);
  server.on('request', requests.handle);
  return {
    url,
    apiUrl: `${url}${API_PATH}`,
    app: host.app,
    addRepository: (name, from, { installed = true, archived = false } = {}) =>
      addRepository(host, name, from, { installed, archived }),
    pullRequests: (name) => listPullRequests(host, knownRepository(host, name)),
    checkRuns: (name, commit) => host.checkRuns.of(knownRepository(host, name).id, commit),
    forbid: host.tokens.forbid,
    branches: async (name) => branches(host.git, knownRepository(host, name).gitDir),
    merge: async (name, number, how = { squash: false }) =>
      mergePullRequest(host, knownRepository(host, name), number, { actor: 'ana', ...how }),
    closePullRequest: async (name, number) =>
      closePullRequest(host, { ...knownPull(host, name, number), actor: 'ana' }),
    comment: (name, number, actor, said) => comment(host, { ...knownPull(host, name, number), actor }, said),
    faults,
    calls: calls.calls,
    async close() {
      gitHttp.close();
      await stop(server);
      await requests.settled();
      await host.close();
    },
  };
}

// Only this machine may knock: the address is never anything but the loopback's.
async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((listening, failed) => {
    server.once('error', (error) => failed(notListening(port, error)));
    server.listen(port, '127.0.0.1', listening);
  });
  return (server.address() as AddressInfo).port;
}

function notListening(port: number, cause: Error): TaskError {
  const taken = 'code' in cause && cause.code === 'EADDRINUSE';
  const words = taken
    ? `Port ${port} is already in use, so the local GitHub cannot start.`
    : `The local GitHub cannot listen on port ${port}.`;
  return new TaskError(taken ? 'port_in_use' : 'port_unusable', words, {
    whose: 'yours',
    remedy: 'Stop the program that uses the port, or choose another one.',
    cause,
  });
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
