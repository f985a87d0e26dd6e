import { html } from 'hono/html';
import { latestRuns } from '../check-runs.ts';
import { branches } from '../git-read.ts';
import type { Host } from '../host.ts';
import type { PullRequestRecord } from '../pull-requests.ts';
import { fullName, type Repository } from '../repositories.ts';
import { addresses } from './addresses.ts';
import { markView, verdict } from './check-view.ts';
import { count } from './count.ts';
import { code, type Html, nothing, prose } from './html.ts';
import { document, type Visit } from './layout.ts';
import { moment } from './moment.ts';
import { repositoryHeader } from './repository-header.ts';
import { stateView } from './state-view.ts';

type Shown = 'open' | 'closed' | 'all';

const MOST_ROWS = 200;

/** The pull requests of a repository, newest first. */
export async function pullListPage(host: Host, visit: Visit, repository: Repository, shown: Shown): Promise<Html> {
  const heads = new Map((await branches(host.git, repository.gitDir)).map(({ name, commit }) => [name, commit]));
  const all = host.pullRequests.all(repository.id).toReversed();
  const wanted = all.filter(({ state }) => shown === 'all' || state === shown);
  const left = wanted.length - MOST_ROWS;
  const content = html`<h1>Pull requests</h1>
${choices(repository, all, shown)}
${wanted.length === 0 ? html`<p class="empty">${EMPTY[shown]}</p>` : html`<ul class="rows">${wanted.slice(0, MOST_ROWS).map((record) => row(host, repository, asOfNow(record, heads)))}</ul>`}
${left > 0 ? html`<p class="notice">${count(left, 'older pull request')} not listed.</p>` : nothing}`;
  const title = `Pull requests · ${fullName(repository)} · Local GitHub`;
  return document(visit, { title, header: repositoryHeader(host, repository, 'pulls'), content });
}

const EMPTY: Readonly<Record<Shown, string>> = {
  open: 'No pull request is open.',
  closed: 'No pull request was closed or merged yet.',
  all: 'There is no pull request yet.',
};

function choices(repository: Repository, all: readonly PullRequestRecord[], shown: Shown): Html {
  const open = all.filter(({ state }) => state === 'open').length;
  const each: readonly (readonly [Shown, string])[] = [
    ['open', `${open} open`],
    ['closed', `${all.length - open} closed`],
    ['all', 'All'],
  ];
  return html`<nav aria-label="Which pull requests"><ul class="choices">${each.map(
    ([choice, words]) =>
      html`<li><a href="${addresses.pulls(repository)}?state=${choice}"${choice === shown ? html` aria-current="page"` : ''}>${words}</a></li>`,
  )}</ul></nav>`;
}

// What a closed one was about stays as it was; an open one follows its branch.
function asOfNow(record: PullRequestRecord, heads: ReadonlyMap<string, string>): PullRequestRecord {
  if (record.state === 'closed') return record;
  return { ...record, headCommit: heads.get(record.head) ?? record.headCommit };
}

function row(host: Host, repository: Repository, record: PullRequestRecord): Html {
  const runs = latestRuns(host.checkRuns.of(repository.id, record.headCommit));
  const { mark, words } = verdict(runs);
  return html`<li>
<p class="main">${stateView(record)} <a href="${addresses.pull(repository, record.number)}">${prose(record.title)}</a></p>
<p class="soft">#${record.number} · <code>${code(record.head)}</code> into <code>${code(record.base)}</code> · opened ${moment(record.createdAt, host.now())}${runs.length > 0 ? html` · ${markView(mark)} ${words}` : nothing}</p>
</li>`;
}
