import { html } from 'hono/html';
import { latestRuns } from '../check-runs.ts';
import { EMPTY_TREE, readDiff } from '../diff/diff.ts';
import { type Commit, commitAt, readCommit } from '../git-read.ts';
import type { Host } from '../host.ts';
import { fullName, type Repository } from '../repositories.ts';
import { notFound } from '../rest/refusal.ts';
import { addresses } from './addresses.ts';
import { checkList, markView, verdict } from './check-view.ts';
import { diffView } from './diff-view.ts';
import { type Html, nothing, prose } from './html.ts';
import { document, type Visit } from './layout.ts';
import { claimedMoment } from './moment.ts';
import { repositoryHeader } from './repository-header.ts';

/** One commit: what it says, what was checked on it, and what it changed. */
export async function commitPage(host: Host, visit: Visit, repository: Repository, asked: string): Promise<Html> {
  const { git } = host;
  const { gitDir } = repository;
  const sha = await commitAt(git, gitDir, asked);
  if (sha === undefined) throw notFound();
  const commit = await readCommit(git, gitDir, sha);
  const diff = await readDiff(git, gitDir, commit.parents[0] ?? EMPTY_TREE, sha);
  const [title = '', ...rest] = commit.message.split('\n');
  const more = rest.join('\n').trim();
  const content = html`<h1>${title === '' ? 'No message' : prose(title)}</h1>
<p class="soft">${prose(commit.author.name)}, ${claimedMoment(commit.author.date, host.now())} · commit <code class="id">${sha}</code></p>
<p class="soft">${parentsView(repository, commit)} · <a href="${addresses.folder(repository, sha)}">Files at this commit</a></p>
${more === '' ? nothing : html`<pre class="message" tabindex="0">${prose(more)}</pre>`}
<h2>Checks</h2>${checksView(host, repository, sha)}
<h2>Changes</h2>${commit.parents.length > 1 ? html`<p class="soft">A merge: compared with its first parent.</p>` : nothing}
${diffView(diff)}`;
  const pageTitle = `${title} · ${fullName(repository)} · Local GitHub`;
  return document(visit, { title: pageTitle, header: repositoryHeader(host, repository), content });
}

function parentsView(repository: Repository, { parents }: Commit): Html {
  if (parents.length === 0) return html`The first commit`;
  const links = parents.map(
    (parent) => html` <a href="${addresses.commit(repository, parent)}"><code>${parent.slice(0, 7)}</code></a>`,
  );
  return html`${parents.length === 1 ? 'Parent' : 'Parents'}${links}`;
}

function checksView({ checkRuns }: Host, repository: Repository, sha: string): Html {
  const runs = latestRuns(checkRuns.of(repository.id, sha));
  const { mark, words } = verdict(runs);
  return html`<div class="box"><p class="line">${markView(mark)} ${words}</p>${checkList(repository, runs)}</div>`;
}
