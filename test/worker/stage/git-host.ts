import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { listen } from './server.ts';

/** A bare repository behind git's own HTTP server, which asks for a token. */
export interface GitHost {
  readonly url: string;
  /** Output of git on the bare repository. */
  git(...args: string[]): Promise<string>;
  /** Stores a text and gives its id. */
  write(text: string): Promise<string>;
  /** A commit's entries by path, as `mktree` takes them back. */
  entries(commit: string): Promise<Record<string, string>>;
  mktree(entries: Readonly<Record<string, string>>): Promise<string>;
  /** Every authorisation that was shown, with what it was for. */
  readonly requests: readonly { readonly service: string; readonly token: string | undefined }[];
  /** From now on every push is done, and its answer is lost. */
  loseAnswersOfPushes(): void;
  close(): Promise<void>;
}

export const READ_TOKEN = 'read-token-0123456789';
export const PUSH_TOKEN = 'push-token-0123456789';

export async function openGitHost(): Promise<GitHost> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-git-host-'));
  const bare = join(folder, 'shop.git');
  await execa('git', ['init', '--quiet', '--bare', '--initial-branch=main', bare]);
  const git = async (...args: string[]) => (await execa('git', ['-C', bare, ...args])).stdout;
  const requests: { service: string; token: string | undefined }[] = [];
  let losing = false;

  const server = createServer((request, response) => {
    const token = tokenOf(request);
    const service = /git-receive-pack/.test(request.url ?? '') ? 'push' : 'fetch';
    requests.push({ service, token });
    if (token !== PUSH_TOKEN && (service === 'push' || token !== READ_TOKEN)) {
      response.writeHead(token ? 403 : 401, { 'www-authenticate': 'Basic realm="git"' }).end();
    } else {
      serveGit(folder, request, response, losing && request.method === 'POST' && service === 'push');
    }
  });
  const { url, close } = await listen(server);
  return {
    url: `${url}/shop.git`,
    git,
    write: async (text) => (await execa('git', ['-C', bare, 'hash-object', '-w', '--stdin'], { input: text })).stdout,
    entries: async (commit) => {
      const lines = (await git('ls-tree', commit)).split('\n').map((line) => line.split('\t'));
      return Object.fromEntries(lines.map(([entry, path]) => [path, entry]));
    },
    mktree: async (entries) => {
      const input = Object.entries(entries).map(([path, entry]) => `${entry}\t${path}\n`);
      return (await execa('git', ['-C', bare, 'mktree'], { input: input.join('') })).stdout;
    },
    requests,
    loseAnswersOfPushes: () => {
      losing = true;
    },
    async close() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}

function tokenOf({ headers }: IncomingMessage): string | undefined {
  const [, basic = ''] = headers.authorization?.split(' ') ?? [];
  return Buffer.from(basic, 'base64').toString().split(':')[1];
}

/** Hands a request to git's server for the bare repositories in a folder; it is a CGI program. */
export function serveGit(folder: string, request: IncomingMessage, response: ServerResponse, loseAnswer = false): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://git');
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.receivepack',
      GIT_CONFIG_VALUE_0: 'true',
      REMOTE_USER: 'somebody',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    },
  });
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', () => (loseAnswer ? response.destroy() : answer(Buffer.concat(chunks), response)));
}

function answer(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n');
  const headers = output.subarray(0, end).toString().split('\r\n');
  for (const header of headers) {
    const [name = '', value = ''] = header.split(': ');
    if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.end(output.subarray(end + 4));
}
