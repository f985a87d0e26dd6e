import { html } from 'hono/html';
import { type Branch, distance, recentBranches } from '../history.ts';
import type { Host } from '../host.ts';
import { fullName, type Repository } from '../repositories.ts';
import { addresses } from './addresses.ts';
import { count } from './count.ts';
import { code, type Html, nothing, prose } from './html.ts';
import { document, type Visit } from './layout.ts';
import { claimedMoment } from './moment.ts';
import { repositoryHeader } from './repository-header.ts';

const MOST_BRANCHES = 50;

/** The branches, the one that moved last first, and how far each is from the default branch. */
export async function branchesPage(host: Host, visit: Visit, repository: Repository): Promise<Html> {
  const branches = await recentBranches(host.git, repository.gitDir);
  const main = branches.find(({ name }) => name === repository.defaultBranch);
  const left = branches.length - MOST_BRANCHES;
  const rows: Html[] = [];
  for (const branch of branches.slice(0, MOST_BRANCHES)) rows.push(await branchRow(host, repository, branch, main));
  const content = html`<h1>Branches</h1>
${rows.length === 0 ? html`<p class="empty">There is no branch yet.</p>` : html`<ul class="rows">${rows}</ul>`}
${left > 0 ? html`<p class="notice">${count(left, 'more branch')} not listed, which moved longer ago.</p>` : nothing}`;
  const title = `Branches · ${fullName(repository)} · Local GitHub`;
  return document(visit, { title, header: repositoryHeader(host, repository, 'branches'), content });
}

async function branchRow(host: Host, repository: Repository, branch: Branch, main: Branch | undefined): Promise<Html> {
  const { name, title, author, date, commit } = branch;
  return html`<li>
<p class="main"><a href="${addresses.folder(repository, name)}"><code>${code(name)}</code></a>${branch === main ? html` <span class="flag">default</span>` : nothing}</p>
<p class="soft"><a href="${addresses.commit(repository, commit)}">${title === '' ? 'No message' : prose(title)}</a> · ${prose(author)}, ${claimedMoment(date, host.now())}</p>
<p class="soft">${await distanceWords(host, repository, branch, main)}${pullRequests(host, repository, name)}</p>
</li>`;
}

async function distanceWords(
  { git }: Host,
  { gitDir }: Repository,
  branch: Branch,
  main: Branch | undefined,
): Promise<Html> {
  if (main === undefined || branch === main) return nothing;
  const { ahead, behind } = await distance(git, gitDir, branch.commit, main.commit);
  if (ahead === 0 && behind === 0) return html`Level with <code>${code(main.name)}</code>`;
  return html`${count(ahead, 'commit')} ahead of <code>${code(main.name)}</code>, ${behind} behind`;
}

function pullRequests(host: Host, repository: Repository, branch: string): Html {
  const numbers = host.pullRequests.all(repository.id).filter(({ head }) => head === branch);
  return html`${numbers.map(({ number }) => html` · <a href="${addresses.pull(repository, number)}">pull request #${number}</a>`)}`;
}
