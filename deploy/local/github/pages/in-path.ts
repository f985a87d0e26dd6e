import type { Context } from 'hono';
import type { Host } from '../host.ts';
import type { PullRequestRecord } from '../pull-requests.ts';
import type { Repository } from '../repositories.ts';
import { repositoryInPath } from '../rest/access.ts';
import { notFound } from '../rest/refusal.ts';

/** The repository an address names. */
export function repositoryIn(host: Host, context: Context): Repository {
  const repository = host.repositories.find(repositoryInPath(context));
  if (repository === undefined) throw notFound();
  return repository;
}

/** The pull request an address names. */
export function pullIn(host: Host, context: Context): { repository: Repository; record: PullRequestRecord } {
  const repository = repositoryIn(host, context);
  const record = host.pullRequests.find(repository.id, numberIn(context, 'number'));
  if (record === undefined) throw notFound();
  return { repository, record };
}

export function numberIn(context: Context, name: string): number {
  const text = context.req.param(name) ?? '';
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound();
  return Number(text);
}
