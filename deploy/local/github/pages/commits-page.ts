import { html } from 'hono/html';
import { commitAt } from '../git-read.ts';
import { history } from '../history.ts';
import type { Host } from '../host.ts';
import { fullName, type Repository } from '../repositories.ts';
import { notFound } from '../rest/refusal.ts';
import { addresses } from './addresses.ts';
import { commitList } from './commit-list.ts';
import { code, type Html, nothing } from './html.ts';
import { document, type Visit } from './layout.ts';
import { repositoryHeader } from './repository-header.ts';

const PER_PAGE = 50;

/** The history of a branch, tag or commit, in pages. */
export async function commitsPage(
  host: Host,
  visit: Visit,
  repository: Repository,
  { ref, page }: { ref: string; page: number },
): Promise<Html> {
  const { git } = host;
  const from = await commitAt(git, repository.gitDir, ref);
  if (from === undefined) throw notFound();
  const skip = (page - 1) * PER_PAGE;
  const found = await history(git, repository.gitDir, from, { skip, most: PER_PAGE + 1 });
  const content = html`<h1>Commits on <code>${code(ref)}</code></h1>
${found.length === 0 ? html`<p class="empty">There are no older commits.</p>` : commitList(host, repository, found.slice(0, PER_PAGE))}
${turning(addresses.commits(repository, ref), page, found.length > PER_PAGE)}`;
  const title = `Commits on ${ref} · ${fullName(repository)} · Local GitHub`;
  return document(visit, { title, header: repositoryHeader(host, repository, 'commits'), content });
}

function turning(address: string, page: number, hasMore: boolean): Html {
  if (page === 1 && !hasMore) return nothing;
  return html`<nav aria-label="Pages" class="turning">
${page > 1 ? html`<a class="button" href="${address}?page=${page - 1}">Newer</a>` : nothing}
${hasMore ? html`<a class="button" href="${address}?page=${page + 1}">Older</a>` : nothing}
</nav>`;
}
