import { html } from 'hono/html';
import { readDiff } from '../diff/diff.ts';
import { history } from '../history.ts';
import { commitList } from './commit-list.ts';
import { diffView } from './diff-view.ts';
import { type Html, nothing } from './html.ts';
import { type Pull, pullPage } from './pull-page.ts';

const MOST_COMMITS = 250;

/** The commits a pull request brings, oldest first. */
export async function pullCommitsPage(pull: Pull): Promise<Html> {
  const { host, repository, record, comparison } = pull;
  const range = { without: record.baseCommit, most: MOST_COMMITS };
  const commits = await history(host.git, repository.gitDir, record.headCommit, range);
  const left = (comparison?.commits ?? 0) - commits.length;
  const content = html`<h2 class="spoken">Commits</h2>
${left > 0 ? html`<p class="notice">The newest ${MOST_COMMITS} are listed; ${left} older ones are not.</p>` : nothing}
${commits.length === 0 ? html`<p class="empty">Every commit of this branch is already in the other one.</p>` : commitList(host, repository, commits.toReversed())}`;
  return pullPage(pull, 'commits', content);
}

/** What a pull request changes, since its branch left the other one. */
export async function pullFilesPage(pull: Pull): Promise<Html> {
  const { host, repository, record, comparison } = pull;
  if (comparison === undefined)
    return pullPage(
      pull,
      'files',
      html`<p class="empty">The two branches have no commit in common to compare from.</p>`,
    );
  const diff = await readDiff(host.git, repository.gitDir, comparison.forkedAt, record.headCommit);
  return pullPage(pull, 'files', html`<h2 class="spoken">Files changed</h2>${diffView(diff)}`);
}
