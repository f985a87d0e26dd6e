import { html } from 'hono/html';
import { latestRuns } from '../check-runs.ts';
import { type Mergeability, mergeability, mergeProblem } from '../mergeability.ts';
import { actButton } from './act-forms.ts';
import { addresses } from './addresses.ts';
import { checkList, type Mark, markView, verdict } from './check-view.ts';
import { code, type Html, nothing, prose } from './html.ts';
import type { Pull } from './pull-page.ts';
import { stateOf } from './state-view.ts';

/** How a pull request stands: its checks, whether it can be merged, and the button that does. */
export async function pullStatus(pull: Pull): Promise<Html> {
  return html`<section class="box status" aria-labelledby="status"><h2 id="status" class="box-head">Checks and merging</h2>
${checks(pull)}
${await merging(pull)}</section>`;
}

function checks({ host, repository, record }: Pull): Html {
  const runs = latestRuns(host.checkRuns.of(repository.id, record.headCommit));
  const { mark, words } = verdict(runs);
  const head = html`<a href="${addresses.commit(repository, record.headCommit)}"><code>${record.headCommit.slice(0, 7)}</code></a>`;
  return html`${line(mark, html`${words} on ${head}`)}${checkList(repository, runs)}`;
}

function line(mark: Mark, words: Html, more: Html = nothing): Html {
  return html`<div class="line">${markView(mark)}<div><p>${words}</p>${more}</div></div>`;
}

async function merging(pull: Pull): Promise<Html> {
  const { host, repository, record } = pull;
  switch (stateOf(record)) {
    case 'Merged':
      return line('good', html`Merged. <code>${code(record.base)}</code> has it.`);
    case 'Closed':
      return line('neutral', html`Closed without being merged.`);
    case 'Draft':
      return html`${mergeLine(pull, await mergeability(host, repository, record))}${line('neutral', html`A draft cannot be merged.`)}${actButton(pull, 'ready', 'Ready for review')}`;
    case 'Open':
      return openLines(pull, await mergeability(host, repository, record));
  }
}

function openLines(pull: Pull, found: Mergeability): Html {
  const { record } = pull;
  if (found.kind !== 'clean') return mergeLine(pull, found);
  const head = html`<input type="hidden" name="head" value="${record.headCommit}">`;
  return html`${mergeLine(pull, found)}${actButton(pull, 'merge', 'Merge pull request', { kind: 'primary', fields: head })}`;
}

function mergeLine({ record }: Pull, found: Mergeability): Html {
  const base = html`<code>${code(record.base)}</code>`;
  if (found.kind === 'clean') return line('good', html`No conflicts with ${base}.`);
  const paths = found.kind === 'conflicts' ? conflicts(found.paths) : nothing;
  return line('bad', html`This cannot be merged into ${base}. ${prose(mergeProblem(found))}`, paths);
}

const MOST_PATHS = 20;

function conflicts(paths: readonly string[]): Html {
  const left = paths.length - MOST_PATHS;
  return html`<p class="soft">Conflicts in:</p><ul class="paths">${paths.slice(0, MOST_PATHS).map((path) => html`<li><code>${code(path)}</code></li>`)}${left > 0 ? html`<li>and ${left} more</li>` : nothing}</ul>`;
}
