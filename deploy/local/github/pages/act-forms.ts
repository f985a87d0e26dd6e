import { html } from 'hono/html';
import { MOST_COMMENT_CHARACTERS } from '../conversation.ts';
import type { Comment } from '../pull-request-acts.ts';
import { addresses } from './addresses.ts';
import { type Html, nothing } from './html.ts';
import type { Pull } from './pull-page.ts';
import { stateOf } from './state-view.ts';

/** What the page of a pull request lets a person do; each is an address of its own. */
export type ActName = 'merge' | 'ready' | 'close' | 'reopen' | 'comment';

/** A button that does one thing; none where everything is read-only. */
export function actButton(
  { repository, record }: Pull,
  act: ActName,
  words: string,
  { kind = '', fields = nothing }: { kind?: 'primary' | ''; fields?: Html } = {},
): Html {
  if (repository.archived) return nothing;
  return html`<form class="act" method="post" action="${addresses.act(repository, record.number, act)}">${fields}<button class="button ${kind}">${words}</button></form>`;
}

/** The form to comment, and the button to close or reopen. */
export function actForms(pull: Pull): Html {
  const { repository, record, visit } = pull;
  if (repository.archived) return html`<p class="notice">This repository is archived: nothing can be changed here.</p>`;
  return html`<section aria-labelledby="say"><h2 id="say">Comment</h2>
<form class="comment" method="post" action="${addresses.act(repository, record.number, 'comment')}">
<label for="body">As ${visit.actor}, in Markdown</label>
<textarea id="body" name="body" rows="5" maxlength="${MOST_COMMENT_CHARACTERS}"></textarea>
<div class="fields"><label for="path">On the file</label> <input id="path" name="path" maxlength="1000" placeholder="of the whole change">
<label for="line">line</label> <input id="line" name="line" inputmode="numeric" pattern="[0-9]*" size="5">
<label for="verdict">as</label> <select id="verdict" name="verdict"><option value="">a comment</option><option value="approved">an approval</option><option value="objected">a request for changes</option></select></div>
<div class="buttons"><button class="button">Comment</button>${stateButton(pull)}</div>
</form>
<form id="change-state" method="post" action="${addresses.act(repository, record.number, record.state === 'open' ? 'close' : 'reopen')}"></form></section>`;
}

/** What was typed into the form to comment. */
export function readComment(form: URLSearchParams): Comment {
  const [path, line, verdict] = ['path', 'line', 'verdict'].map((name) => form.get(name)?.trim() ?? '');
  const number = /^[1-9]\d{0,8}$/.test(line ?? '') ? { line: Number(line) } : {};
  return {
    text: form.get('body') ?? '',
    ...(path && { place: { path: path.slice(0, 1_000), ...number } }),
    ...((verdict === 'approved' || verdict === 'objected') && { verdict }),
  };
}

// Beside the button to comment, and of the form after it.
function stateButton({ record }: Pull): Html {
  const state = stateOf(record);
  if (state === 'Merged') return nothing;
  const words = state === 'Closed' ? 'Reopen pull request' : 'Close pull request';
  return html`<button class="button" form="change-state" formnovalidate>${words}</button>`;
}
