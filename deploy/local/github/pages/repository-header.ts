import { html } from 'hono/html';
import type { Host } from '../host.ts';
import type { Repository } from '../repositories.ts';
import { addresses } from './addresses.ts';
import { type Html, nothing } from './html.ts';

export type Tab = 'code' | 'commits' | 'branches' | 'pulls';

/** The name of a repository and the ways into it, above each of its pages. */
export function repositoryHeader(host: Host, repository: Repository, current?: Tab): Html {
  const open = host.pullRequests.all(repository.id).filter(({ state }) => state === 'open').length;
  const tabs: readonly (readonly [Tab, string, string])[] = [
    ['code', 'Code', addresses.repository(repository)],
    ['commits', 'Commits', addresses.commits(repository, repository.defaultBranch)],
    ['branches', 'Branches', addresses.branches(repository)],
    ['pulls', 'Pull requests', addresses.pulls(repository)],
  ];
  return html`<div class="repository">
<p class="name"><span>${repository.owner}</span> <span class="slash">/</span> <a href="${addresses.repository(repository)}">${repository.name}</a>${flags(repository)}</p>
<nav aria-label="Repository"><ul class="tabs">
${tabs.map(
  ([tab, words, address]) =>
    html`<li><a href="${address}"${tab === current ? html` aria-current="page"` : ''}>${words}${tab === 'pulls' ? html` <span class="number">${open}</span>` : ''}</a></li>`,
)}
</ul></nav>
</div>`;
}

/** What is special about it, where it is. */
export function flags({ archived, installed }: Repository): Html {
  return html`${archived ? html` <span class="flag">Archived, read-only</span>` : nothing}${
    installed ? nothing : html` <span class="flag">Bellhop is not installed here</span>`
  }`;
}
