import { html } from 'hono/html';
import { type Comparison, compare } from '../comparison.ts';
import type { Host } from '../host.ts';
import { followBranches } from '../pull-request-ends.ts';
import type { PullRequestRecord } from '../pull-requests.ts';
import { fullName, type Repository } from '../repositories.ts';
import { botLogin } from '../rest/shapes.ts';
import { addresses } from './addresses.ts';
import { count } from './count.ts';
import { sizeView } from './diff-view.ts';
import { code, type Html, nothing, prose } from './html.ts';
import { document, type Visit } from './layout.ts';
import { moment } from './moment.ts';
import { pullPresentation } from './pull-presentation.ts';
import { repositoryHeader } from './repository-header.ts';
import { type PullRequestState, stateOf, stateView } from './state-view.ts';

/** A pull request as a page shows it: as its branches are now. */
export interface Pull {
  readonly host: Host;
  readonly visit: Visit;
  readonly repository: Repository;
  readonly record: PullRequestRecord;
  /** undefined when head and base share no history. */
  readonly comparison: Comparison | undefined;
}

export type Part = 'conversation' | 'commits' | 'files';

export async function lookAtPull(
  host: Host,
  visit: Visit,
  repository: Repository,
  stored: PullRequestRecord,
): Promise<Pull> {
  const record = await followBranches(host, repository, stored);
  const comparison = await compare(host.git, repository.gitDir, record.baseCommit, record.headCommit);
  return { host, visit, repository, record, comparison };
}

/** What every part of a pull request has in common, around that part. */
export function pullPage(pull: Pull, part: Part, content: Html): Html {
  const { host, visit, repository, record } = pull;
  const title = `${record.title} · #${record.number} · ${fullName(repository)} · Local GitHub`;
  const head = html`<h1>${prose(record.title)} <span class="number-of">#${record.number}</span></h1>
<p class="about">${stateView(record)} <span>${summary(pull)}</span></p>
${pullPresentation(host, repository, record)}
${tabs(pull, part)}`;
  const header = repositoryHeader(host, repository, 'pulls');
  return document(visit, { title, header, content: html`${head}${content}` });
}

function summary({ host, repository, record, comparison }: Pull): Html {
  const commits = count(comparison?.commits ?? 0, 'commit');
  const ends = html`into ${branchLink(repository, record.base)} from ${branchLink(repository, record.head)}`;
  const opened = moment(record.createdAt, host.now());
  return html`<b>${botLogin(host)}</b> ${VERBS[stateOf(record)]} ${commits} ${ends}, opened ${opened}`;
}

const VERBS: Readonly<Record<PullRequestState, string>> = {
  Draft: 'wants to merge',
  Open: 'wants to merge',
  Closed: 'wanted to merge',
  Merged: 'brought',
};

function branchLink(repository: Repository, branch: string): Html {
  return html`<a class="branch" href="${addresses.folder(repository, branch)}"><code>${code(branch)}</code></a>`;
}

function tabs({ host, repository, record, comparison }: Pull, current: Part): Html {
  const comments = host.conversations.of(record.id).filter(({ kind }) => kind === 'commented').length;
  const files = comparison?.files ?? [];
  const size = { added: sum(files.map(({ added }) => added)), deleted: sum(files.map(({ deleted }) => deleted)) };
  const each: readonly (readonly [Part, string, number, Html])[] = [
    ['conversation', addresses.pull(repository, record.number), comments, nothing],
    ['commits', addresses.pull(repository, record.number, 'commits'), comparison?.commits ?? 0, nothing],
    ['files', addresses.pull(repository, record.number, 'files'), files.length, sizeView(size)],
  ];
  return html`<nav class="parts" aria-label="Pull request"><ul class="tabs">${each.map(
    ([part, address, number, more]) =>
      html`<li><a href="${address}"${part === current ? html` aria-current="page"` : ''}>${NAMES[part]} <span class="number">${number}</span> ${more}</a></li>`,
  )}</ul></nav>`;
}

const NAMES: Readonly<Record<Part, string>> = {
  conversation: 'Conversation',
  commits: 'Commits',
  files: 'Files changed',
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
