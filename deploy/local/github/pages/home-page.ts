import { html } from 'hono/html';
import type { Host } from '../host.ts';
import { fullName, type Repository } from '../repositories.ts';
import { addresses } from './addresses.ts';
import { count } from './count.ts';
import type { Html } from './html.ts';
import { document, type Visit } from './layout.ts';
import { flags } from './repository-header.ts';

/** Every repository of this host. */
export function homePage(host: Host, visit: Visit): Html {
  const repositories = host.repositories.all();
  const content = html`<h1>Repositories</h1>
${repositories.length === 0 ? EMPTY : html`<ul class="rows">${repositories.map((each) => row(host, each))}</ul>`}`;
  return document(visit, { title: 'Repositories · Local GitHub', content });
}

const EMPTY = html`<p class="empty">There is no repository yet. The playground adds its samples, and any repository it is started with.</p>`;

function row(host: Host, repository: Repository): Html {
  const records = host.pullRequests.all(repository.id);
  const open = records.filter(({ state }) => state === 'open').length;
  return html`<li>
<p class="main"><a href="${addresses.repository(repository)}">${fullName(repository)}</a>${flags(repository)}</p>
<p class="soft"><a href="${addresses.pulls(repository)}">${count(open, 'open pull request')}</a> · ${records.length - open} closed · default branch <code>${repository.defaultBranch}</code></p>
</li>`;
}
