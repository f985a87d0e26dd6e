import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { readCgiHead } from './cgi.ts';
import { type GitAccess, type GitRequest, gitAccess } from './git-access.ts';
import type { Host } from './host.ts';

/** Serves fetches and pushes through git's own `http-backend`; packs stream through and are never held. */
export function openGitHttp(host: Host) {
  const running = new Set<ChildProcessWithoutNullStreams>();
  return {
    async serve(git: GitRequest, query: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
      const access = gitAccess(host, git, request.headers.authorization);
      if (!access.allowed) return refuse(access, response);
      const backend = spawn(host.git.httpBackend, [], { env: backendEnvironment(host, git, query, access, request) });
      running.add(backend);
      backend.once('close', () => running.delete(backend));
      backend.once('error', (error) => backend.stdout.destroy(error)); // Could not be started at all.
      response.once('close', () => backend.kill());
      await exchange(request, backend, response);
    },
    close(): void {
      for (const backend of running) backend.kill();
    },
  };
}

export type GitHttp = ReturnType<typeof openGitHttp>;

function refuse({ status, words }: Extract<GitAccess, { allowed: false }>, response: ServerResponse): void {
  const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {};
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...challenge, connection: 'close' });
  response.end(`${words}\n`);
}

type Allowed = Extract<GitAccess, { allowed: true }>;

function backendEnvironment(
  host: Host,
  git: GitRequest,
  query: string,
  { repository, token }: Allowed,
  request: IncomingMessage,
) {
  const { headers, method = 'GET' } = request;
  return {
    ...host.git.environment,
    GIT_PROJECT_ROOT: repository.gitDir,
    PATH_INFO: `/${git.endpoint}`,
    GIT_HTTP_EXPORT_ALL: '1',
    REQUEST_METHOD: method,
    QUERY_STRING: query,
    REMOTE_USER: `${host.app.slug}[bot]`,
    REMOTE_ADDR: '127.0.0.1',
    ...given('CONTENT_TYPE', headers['content-type']),
    ...given('CONTENT_LENGTH', headers['content-length']),
    ...given('HTTP_CONTENT_ENCODING', headers['content-encoding']),
    ...given('HTTP_GIT_PROTOCOL', headers['git-protocol']),
    BELLHOP_NODE: process.execPath,
    BELLHOP_PRE_RECEIVE: fileURLToPath(import.meta.resolve('./pre-receive.ts')),
    BELLHOP_PUSH: JSON.stringify({ defaultBranch: repository.defaultBranch, permissions: token.permissions }),
  };
}

function given(name: string, value: string | string[] | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: String(value) };
}

async function exchange(
  request: IncomingMessage,
  backend: ChildProcessWithoutNullStreams,
  response: ServerResponse,
): Promise<void> {
  backend.stderr.resume();
  // git may answer before it has read everything; what it left unread is then no loss.
  const sent = pipeline(request, backend.stdin).catch(() => undefined);
  const head = await readCgiHead(backend.stdout);
  response.writeHead(head.status, head.headers);
  await pipeline(backend.stdout, response);
  await sent;
}
