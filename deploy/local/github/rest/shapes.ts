import type { CheckRun } from '../check-runs.ts';
import type { Comparison } from '../comparison.ts';
import type { Host } from '../host.ts';
import type { PullRequestRecord } from '../pull-requests.ts';
import { fullName, type Repository } from '../repositories.ts';

/** Where the REST API lies below the host, as on GitHub Enterprise Server. */
export const API_PATH = '/api/v3';

export function appJson(host: Host) {
  const { app, url } = host;
  return {
    ...appFacts(host),
    owner: accountJson(app.slug),
    name: 'Bellhop',
    html_url: `${url}/apps/${app.slug}`,
    events: [],
  };
}

function appFacts({ app, tokens }: Host) {
  return { id: app.id, slug: app.slug, permissions: tokens.permissions() };
}

export function installationJson({ app, url, tokens }: Host, repository: Repository) {
  const { installation: id, owner } = repository;
  return {
    id,
    account: accountJson(owner),
    app_id: app.id,
    app_slug: app.slug,
    target_type: 'Organization',
    repository_selection: 'selected',
    permissions: tokens.permissions(),
    access_tokens_url: `${url}${API_PATH}/app/installations/${id}/access_tokens`,
    suspended_at: null,
  };
}

export function repositoryJson({ url }: Host, repository: Repository) {
  const name = fullName(repository);
  return {
    id: repository.id,
    name: repository.name,
    full_name: name,
    private: true,
    owner: accountJson(repository.owner),
    html_url: `${url}/${name}`,
    url: `${url}${API_PATH}/repos/${name}`,
    clone_url: `${url}/${name}.git`,
    default_branch: repository.defaultBranch,
    archived: repository.archived,
    disabled: false,
    fork: false,
    created_at: timestamp(repository.createdAt),
  };
}

export function pullRequestJson(host: Host, repository: Repository, record: PullRequestRecord) {
  const path = `${fullName(repository)}/pull/${record.number}`;
  return {
    id: record.id,
    number: record.number,
    state: record.state,
    locked: false,
    draft: record.draft,
    title: record.title,
    body: record.body,
    user: { login: botLogin(host), type: 'Bot' },
    url: `${host.url}${API_PATH}/repos/${fullName(repository)}/pulls/${record.number}`,
    html_url: `${host.url}/${path}`,
    head: endJson(host, repository, record.head, record.headCommit),
    base: endJson(host, repository, record.base, record.baseCommit),
    created_at: timestamp(record.createdAt),
    updated_at: timestamp(record.updatedAt),
    closed_at: timestamp(record.closedAt),
    merged_at: timestamp(record.mergedAt),
    merge_commit_sha: record.mergeCommit,
    ...presentationJson(host, record),
  };
}

export function presentationJson({ presentations }: Host, { id }: PullRequestRecord) {
  const people = (kind: 'assignee' | 'reviewer') =>
    presentations.of(id, kind).map((login) => ({ login, type: 'User' }));
  return {
    labels: presentations.of(id, 'label').map((name) => ({ name })),
    assignees: people('assignee'),
    requested_reviewers: people('reviewer'),
    requested_teams: presentations.of(id, 'team').map((slug) => ({ slug })),
  };
}

/** The name under which the App acts. */
export function botLogin({ app }: Host): string {
  return `${app.slug}[bot]`;
}

/** What only the answer about a single pull request carries. */
export function comparisonJson(record: PullRequestRecord, comparison: Comparison | undefined) {
  const files = comparison?.files ?? [];
  return {
    merged: record.mergedAt !== null,
    commits: comparison?.commits ?? 0,
    changed_files: files.length,
    additions: files.reduce((sum, file) => sum + file.added, 0),
    deletions: files.reduce((sum, file) => sum + file.deleted, 0),
  };
}

export function checkRunJson(host: Host, repository: Repository, run: CheckRun) {
  const name = fullName(repository);
  const { id, title, summary, text, annotations } = run;
  return {
    id,
    head_sha: run.headSha,
    external_id: run.externalId,
    url: `${host.url}${API_PATH}/repos/${name}/check-runs/${id}`,
    html_url: `${host.url}/${name}/runs/${id}`,
    details_url: run.detailsUrl ?? `${host.url}/apps/${host.app.slug}`,
    status: run.status,
    conclusion: run.conclusion,
    started_at: timestamp(run.startedAt),
    completed_at: timestamp(run.completedAt),
    output: { title, summary, text, annotations_count: annotations.length },
    name: run.name,
    app: appFacts(host),
    pull_requests: [],
  };
}

function endJson(host: Host, repository: Repository, branch: string, sha: string) {
  const { owner } = repository;
  return {
    label: `${owner}:${branch}`,
    ref: branch,
    sha,
    user: accountJson(owner),
    repo: repositoryJson(host, repository),
  };
}

function accountJson(login: string) {
  return { login, type: 'Organization' };
}

// GitHub's times carry no milliseconds.
export function timestamp(atMs: number): string;
export function timestamp(atMs: number | null): string | null;
export function timestamp(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
