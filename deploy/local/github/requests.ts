import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Calls } from './calls.ts';
import { type Faults, strike } from './faults.ts';
import { parseGitRequest } from './git-access.ts';
import type { GitHttp } from './git-http.ts';
import type { Host } from './host.ts';
import { mayCome } from './page-origin.ts';
import { routes } from './rest/routes.ts';
import { API_PATH } from './rest/shapes.ts';

/** The way of every request: who it is meant for, what shall go wrong with it, git or REST. */
export function openRequests(host: Host, gitHttp: GitHttp, faults: Faults, calls: Calls) {
  const rest = getRequestListener(routes(host).fetch, { overrideGlobalObjects: false });
  const { host: ownName, port } = new URL(host.url);
  const ownNames = [ownName, `localhost:${port}`];
  const running = new Set<Promise<void>>();

  async function answer(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const git = parseGitRequest(url);
    if (git === undefined) await rest(request, response);
    else await gitHttp.serve(git, url.search.slice(1), request, response);
  }

  return {
    handle(request: IncomingMessage, response: ServerResponse): void {
      const url = URL.parse(request.url ?? '/', host.url);
      const path = url?.pathname.replace(new RegExp(`^${API_PATH}(?=/)`), '') ?? '';
      calls.record(request, path, response);
      // A page of the web that made its own name point here must not reach us through a browser.
      const meantForUs = url !== null && ownNames.includes(request.headers.host ?? '');
      if (!meantForUs) return void refuse(response, 421, 'This server answers to its own address only.');
      if (!mayCome(request, Number(port))) return void refuse(response, 403, 'A page of another site asked for this.');
      const fault = faults.take(request.method ?? '', path);
      if (fault !== undefined && strike(fault, response)) return;
      const work = answer(url, request, response).catch((error) => breakOff(error, response));
      running.add(work);
      void work.finally(() => running.delete(work));
    },
    /** When nothing is being worked on any more. */
    async settled(): Promise<void> {
      await Promise.all(running);
    },
  };
}

function refuse(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`${words}\n`);
}

function breakOff(error: unknown, response: ServerResponse): void {
  const clientWentAway = response.destroyed;
  if (clientWentAway) return;
  console.error(error);
  if (response.headersSent) response.destroy();
  else refuse(response, 500, 'Internal Server Error');
}
