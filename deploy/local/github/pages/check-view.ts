import { html } from 'hono/html';
import type { CheckRun } from '../check-runs.ts';
import type { Repository } from '../repositories.ts';
import { addresses } from './addresses.ts';
import { count } from './count.ts';
import { type Html, nothing, prose } from './html.ts';
import { took } from './moment.ts';

export type Mark = 'good' | 'bad' | 'running' | 'neutral';

/** How a check run stands, in a word and as a colour. */
export function standing({ status, conclusion }: CheckRun): { readonly mark: Mark; readonly words: string } {
  if (status === 'queued') return { mark: 'running', words: 'Waiting to start' };
  if (status === 'in_progress') return { mark: 'running', words: 'Running' };
  return STANDINGS[conclusion ?? 'neutral'];
}

const STANDINGS = {
  success: { mark: 'good', words: 'Passed' },
  failure: { mark: 'bad', words: 'Failed' },
  timed_out: { mark: 'bad', words: 'Timed out' },
  action_required: { mark: 'bad', words: 'Needs somebody to act' },
  cancelled: { mark: 'neutral', words: 'Cancelled' },
  neutral: { mark: 'neutral', words: 'Neither passed nor failed' },
  skipped: { mark: 'neutral', words: 'Skipped' },
} as const satisfies Record<NonNullable<CheckRun['conclusion']>, { mark: Mark; words: string }>;

/** All check runs of a commit in one sentence. */
export function verdict(runs: readonly CheckRun[]): { readonly mark: Mark; readonly words: string } {
  const marks = runs.map((run) => standing(run).mark);
  const of = (mark: Mark) => marks.filter((each) => each === mark).length;
  if (marks.length === 0) return { mark: 'neutral', words: 'No checks reported' };
  if (of('bad') > 0) return { mark: 'bad', words: `${of('bad')} of ${count(marks.length, 'check')} failed` };
  if (of('running') > 0) return { mark: 'running', words: `${count(of('running'), 'check')} still running` };
  return { mark: of('good') > 0 ? 'good' : 'neutral', words: goodWords(marks.length, of('good')) };
}

function goodWords(all: number, good: number): string {
  return good === all
    ? all === 1
      ? 'The check passed'
      : `All ${all} checks passed`
    : `${good} of ${count(all, 'check')} passed`;
}

export function markView(mark: Mark): Html {
  return html`<span class="mark ${mark}" aria-hidden="true"></span>`;
}

/** The check runs of a commit, one line each. */
export function checkList(repository: Repository, runs: readonly CheckRun[]): Html {
  if (runs.length === 0) return nothing;
  return html`<ul class="checks">${runs.map((run) => checkLine(repository, run))}</ul>`;
}

function checkLine(repository: Repository, run: CheckRun): Html {
  const { mark, words } = standing(run);
  const { startedAt, completedAt, title } = run;
  const time = startedAt !== null && completedAt !== null ? ` in ${took(completedAt - startedAt)}` : '';
  return html`<li>${markView(mark)}<span><a href="${addresses.checkRun(repository, run.id)}">${prose(run.name)}</a> <span class="soft">${words}${time}${title === null ? nothing : html` · ${prose(title)}`}</span></span></li>`;
}
