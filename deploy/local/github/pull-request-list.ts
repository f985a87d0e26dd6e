import type { Host } from './host.ts';
import type { Repository } from './repositories.ts';
import { pullRequestJson } from './rest/shapes.ts';

/** A pull request as tests and the playground look at it. */
export interface LocalPullRequest {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly branch: string;
  readonly base: string;
  readonly draft: boolean;
  readonly state: 'open' | 'closed' | 'merged';
  readonly url: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  /** Logins, and teams by their slug. */
  readonly reviewers: readonly string[];
}

/** All of a repository's pull requests, oldest first. */
export function listPullRequests(host: Host, repository: Repository): readonly LocalPullRequest[] {
  return host.pullRequests.all(repository.id).map((record) => ({
    number: record.number,
    title: record.title,
    body: record.body ?? '',
    branch: record.head,
    base: record.base,
    draft: record.draft,
    state: record.mergedAt === null ? record.state : 'merged',
    url: pullRequestJson(host, repository, record).html_url,
    labels: host.presentations.of(record.id, 'label'),
    assignees: host.presentations.of(record.id, 'assignee'),
    reviewers: (['reviewer', 'team'] as const).flatMap((kind) => host.presentations.of(record.id, kind)),
  }));
}
