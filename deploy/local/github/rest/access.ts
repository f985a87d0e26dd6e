import type { Context } from 'hono';
import { jwtProblem } from '../app-identity.ts';
import type { Host } from '../host.ts';
import type { PullRequestRecord } from '../pull-requests.ts';
import type { Repository } from '../repositories.ts';
import { allows, type InstallationToken, type Level } from '../tokens.ts';
import { notFound, Refusal } from './refusal.ts';

/** Lets the App itself through, by its signed JWT. */
export function requireApp(host: Host, context: Context): void {
  const problem = jwtProblem(host.app, bearer(context) ?? '', host.now());
  if (problem !== undefined) throw new Refusal(problem.status, problem.message);
}

/** The raw installation token of a request, once it is known to be good. */
export function requireToken(host: Host, context: Context): { raw: string; token: InstallationToken } {
  const raw = bearer(context);
  if (raw === undefined) throw new Refusal(401, 'Requires authentication');
  const token = host.tokens.find(raw);
  if (token === undefined) throw new Refusal(401, 'Bad credentials');
  return { raw, token };
}

function bearer(context: Context): string | undefined {
  return /^(?:bearer|token) +(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
}

/** The repository of the path, when the request's token may use it so. What it may not see does not exist. */
export function requireRepository(host: Host, context: Context, permission: string, level: Level): Repository {
  const { token } = requireToken(host, context);
  const repository = host.repositories.find(repositoryInPath(context));
  if (repository === undefined || !covers(token, repository)) throw notFound();
  if (!allows(token.permissions, permission, level)) {
    const headers = { 'x-accepted-github-permissions': `${permission}=${level}` };
    throw new Refusal(403, 'Resource not accessible by integration', { headers });
  }
  if (level === 'write' && repository.archived) throw new Refusal(403, 'Repository was archived so is read-only.');
  return repository;
}

/** The pull request of the path. */
export function recordInPath(host: Host, context: Context, repository: Repository): PullRequestRecord {
  const record = host.pullRequests.find(repository.id, Number(context.req.param('number')));
  if (record === undefined) throw notFound();
  return record;
}

export function repositoryInPath(context: Context): string {
  return `${context.req.param('owner')}/${context.req.param('repo')}`;
}

/** Whether a token reaches a repository at all. */
export function covers(token: InstallationToken, repository: Repository): boolean {
  const chosen = token.repositories === null || token.repositories.includes(repository.id);
  return repository.installed && repository.installation === token.installation && chosen;
}
