import { html } from 'hono/html';
import type { CheckRun } from '../check-runs.ts';
import type { Host } from '../host.ts';
import { fullName, type Repository } from '../repositories.ts';
import { addresses } from './addresses.ts';
import { markView, standing } from './check-view.ts';
import { count } from './count.ts';
import { code, type Html, nothing, prose } from './html.ts';
import { document, type Visit } from './layout.ts';
import { markdownView } from './markdown-view.ts';
import { moment, took } from './moment.ts';
import { repositoryHeader } from './repository-header.ts';

/** What one check says of one commit. */
export async function checkRunPage(host: Host, visit: Visit, repository: Repository, run: CheckRun): Promise<Html> {
  const { mark, words } = standing(run);
  const content = html`<h1>${prose(run.name)}</h1>
<p class="about">${markView(mark)} <span><b>${words}</b>${times(host, run)} on <a href="${addresses.commit(repository, run.headSha)}"><code>${run.headSha.slice(0, 7)}</code></a>${details(run)}</span></p>
${run.title === null ? nothing : html`<h2>${prose(run.title)}</h2>`}
${await textView(host, run.summary)}
${await textView(host, run.text)}
${annotations(repository, run)}`;
  const title = `${run.name} · ${fullName(repository)} · Local GitHub`;
  return document(visit, { title, header: repositoryHeader(host, repository), content });
}

function times(host: Host, { startedAt, completedAt }: CheckRun): Html {
  if (startedAt !== null && completedAt !== null) return html` in ${took(completedAt - startedAt)}`;
  return startedAt === null ? nothing : html`, started ${moment(startedAt, host.now())}`;
}

function details({ detailsUrl }: CheckRun): Html {
  if (detailsUrl === null) return nothing;
  return html` · <a href="${detailsUrl}" rel="noopener noreferrer nofollow">Details elsewhere</a>`;
}

async function textView(host: Host, text: string | null): Promise<Html> {
  if (text === null || text.trim() === '') return nothing;
  return html`<div class="box">${await markdownView(host.markdown, text)}</div>`;
}

const MOST_SHOWN = 200;

function annotations(repository: Repository, { annotations, headSha }: CheckRun): Html {
  if (annotations.length === 0) return nothing;
  const left = annotations.length - MOST_SHOWN;
  return html`<h2>${count(annotations.length, 'remark')}</h2><ul class="rows">${annotations
    .slice(0, MOST_SHOWN)
    .map((each) => annotation(addresses.file(repository, headSha, each.path), each))}</ul>
${left > 0 ? html`<p class="notice">${left} more are not shown.</p>` : nothing}`;
}

function annotation(address: string, { path, start_line, annotation_level, title, message }: Annotation): Html {
  return html`<li>
<p class="main"><a href="${address}"><code>${code(path)}:${start_line}</code></a> <span class="flag">${annotation_level}</span>${title === undefined ? nothing : html` ${prose(title)}`}</p>
<pre class="message" tabindex="0">${code(message)}</pre>
</li>`;
}

type Annotation = CheckRun['annotations'][number];
