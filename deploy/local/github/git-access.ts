import type { Host } from './host.ts';
import { fullName, type Repository } from './repositories.ts';
import { covers } from './rest/access.ts';
import { allows, type InstallationToken } from './tokens.ts';

/** A request of git's smart HTTP protocol. */
export interface GitRequest {
  readonly repository: string;
  readonly service: 'git-upload-pack' | 'git-receive-pack';
  /** What follows the repository in the path. */
  readonly endpoint: string;
}

const GIT_PATH = /^\/([^/]+\/[^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** undefined for a path that is none of git's, and for the old "dumb" protocol. */
export function parseGitRequest(url: URL): GitRequest | undefined {
  const [, repository = '', endpoint = ''] = GIT_PATH.exec(url.pathname) ?? [];
  const service = endpoint === 'info/refs' ? url.searchParams.get('service') : endpoint;
  if (service !== 'git-upload-pack' && service !== 'git-receive-pack') return undefined;
  return { repository, service, endpoint };
}

export type GitAccess =
  | { readonly allowed: true; readonly repository: Repository; readonly token: InstallationToken }
  | { readonly allowed: false; readonly status: number; readonly words: string };

/** Whether the token in a Basic `Authorization` header may do this, in the order GitHub asks. */
export function gitAccess(host: Host, request: GitRequest, authorization: string | undefined): GitAccess {
  const token = host.tokens.find(basicPassword(authorization) ?? '');
  if (token === undefined)
    return refuse(401, 'Invalid username or token. Password authentication is not supported for Git operations.');
  const repository = host.repositories.find(request.repository);
  if (repository === undefined || !covers(token, repository)) return refuse(404, 'Repository not found.');
  const pushes = request.service === 'git-receive-pack';
  if (!allows(token.permissions, 'contents', pushes ? 'write' : 'read')) {
    return refuse(403, `Permission to ${fullName(repository)}.git denied to ${host.app.slug}[bot].`);
  }
  if (pushes && repository.archived) return refuse(403, 'This repository was archived so it is read-only.');
  return { allowed: true, repository, token };
}

function refuse(status: number, words: string): GitAccess {
  return { allowed: false, status, words };
}

function basicPassword(authorization: string | undefined): string | undefined {
  const encoded = /^basic +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
  const credentials = Buffer.from(encoded, 'base64').toString('utf8');
  return /^x-access-token:(.+)$/s.exec(credentials)?.[1];
}
