import { html } from 'hono/html';
import type { Host } from '../host.ts';
import type { PresentationKind } from '../presentations.ts';
import type { PullRequestRecord } from '../pull-requests.ts';
import type { Repository } from '../repositories.ts';
import { code, type Html, nothing, prose } from './html.ts';

/** What a pull request is marked with, and who is asked to look at it. */
export function pullPresentation(host: Host, repository: Repository, record: PullRequestRecord): Html {
  const of = (kind: PresentationKind) => host.presentations.of(record.id, kind);
  const reviewers = [...of('reviewer'), ...of('team').map((team) => `${repository.owner}/${team}`)];
  const rows = [
    labels(of('label')),
    people('Assigned to', of('assignee')),
    people('Asked for a review:', reviewers),
  ].filter((row) => row !== nothing);
  return rows.length === 0
    ? nothing
    : html`<p class="presentation">${rows.map((row) => html`<span>${row}</span> `)}</p>`;
}

function labels(names: readonly string[]): Html {
  if (names.length === 0) return nothing;
  return html`${names.map((name) => html`<span class="label">${code(name)}</span> `)}`;
}

function people(words: string, names: readonly string[]): Html {
  return names.length === 0 ? nothing : html`${words} <b>${prose(names.join(', '))}</b>`;
}
