import { html } from 'hono/html';
import { latestRuns } from '../check-runs.ts';
import type { CommitSummary } from '../history.ts';
import type { Host } from '../host.ts';
import type { Repository } from '../repositories.ts';
import { addresses } from './addresses.ts';
import { markView, verdict } from './check-view.ts';
import { type Html, nothing, prose } from './html.ts';
import { claimedMoment } from './moment.ts';

/** Commits, one row each. */
export function commitList(host: Host, repository: Repository, commits: readonly CommitSummary[]): Html {
  return html`<ul class="rows">${commits.map((each) => commitRow(host, repository, each))}</ul>`;
}

function commitRow(host: Host, repository: Repository, { commit, title, author, date }: CommitSummary): Html {
  const address = addresses.commit(repository, commit);
  return html`<li>
<p class="main"><a href="${address}">${title === '' ? 'No message' : prose(title)}</a></p>
<p class="soft"><code>${commit.slice(0, 7)}</code> · ${prose(author)}, ${claimedMoment(date, host.now())}${checks(host, repository, commit)}</p>
</li>`;
}

function checks({ checkRuns }: Host, repository: Repository, commit: string): Html {
  const runs = latestRuns(checkRuns.of(repository.id, commit));
  if (runs.length === 0) return nothing;
  const { mark, words } = verdict(runs);
  return html` · ${markView(mark)} ${words}`;
}
