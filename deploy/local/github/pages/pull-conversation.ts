import { html } from 'hono/html';
import type { Contribution } from '../conversation.ts';
import { botLogin } from '../rest/shapes.ts';
import { actForms } from './act-forms.ts';
import { addresses } from './addresses.ts';
import { count } from './count.ts';
import { code, type Html, nothing, prose } from './html.ts';
import { markdownView } from './markdown-view.ts';
import { moment } from './moment.ts';
import { type Pull, pullPage } from './pull-page.ts';
import { pullStatus } from './pull-status.ts';

/** What a person is told about what they just tried. */
export interface Notice {
  readonly words: string;
  readonly remedy: string;
}

/** The front page of a pull request: what it says, what was said about it, and what can be done with it. */
export async function pullConversationPage(pull: Pull, notice?: Notice): Promise<Html> {
  const { host, record } = pull;
  const content = html`${notice === undefined ? nothing : noticeView(notice)}
<section aria-labelledby="description"><h2 id="description" class="spoken">Description</h2>
${await said(pull, { id: 'description-text', actor: botLogin(host), at: record.createdAt, body: record.body ?? '' })}</section>
${await conversation(pull)}
${await pullStatus(pull)}
${actForms(pull)}`;
  return pullPage(pull, 'conversation', content);
}

function noticeView({ words, remedy }: Notice): Html {
  return html`<div class="refused" role="alert"><p><strong>That was not done.</strong> ${prose(words)}</p><p>${prose(remedy)}</p></div>`;
}

interface Said {
  readonly id: string;
  readonly actor: string;
  readonly at: number;
  readonly body: string;
}

async function said({ host }: Pull, { id, actor, at, body }: Said): Promise<Html> {
  const text =
    body.trim() === '' ? html`<p class="empty">No description.</p>` : await markdownView(host.markdown, body);
  return html`<article class="box" id="${id}"><p class="box-head"><b>${actor}</b> <a class="soft" href="#${id}">${moment(at, host.now())}</a></p>${text}</article>`;
}

const MOST_SHOWN = 100;

async function conversation(pull: Pull): Promise<Html> {
  const all = pull.host.conversations.of(pull.record.id);
  const left = all.length - MOST_SHOWN;
  const shown = all.slice(-MOST_SHOWN);
  if (shown.length === 0) return nothing;
  const items = await Promise.all(shown.map((each) => item(pull, each)));
  return html`<section aria-labelledby="conversation"><h2 id="conversation" class="spoken">Conversation</h2>
${left > 0 ? html`<p class="notice">${count(left, 'earlier item')} not shown.</p>` : nothing}
<ol class="timeline">${items}</ol></section>`;
}

async function item(pull: Pull, contribution: Contribution): Promise<Html> {
  const { id, kind, actor, at, body } = contribution;
  const comment = html`<li>${placeOf(contribution)}${await said(pull, { id: `comment-${id}`, actor, at, body })}</li>`;
  if (kind === 'commented') return comment;
  const deed = html`<li class="event"><b>${actor}</b> ${DEEDS[kind]}${kind === 'merged' ? mergeLink(pull) : nothing} ${moment(at, pull.host.now())}</li>`;
  return body === '' ? deed : html`${deed}${comment}`;
}

function placeOf({ path, line }: Contribution): Html {
  if (path === null) return nothing;
  return html`<p class="soft">On <code>${code(path)}</code>${line === null ? nothing : html` line ${line}`}:</p>`;
}

const DEEDS: Readonly<Record<Exclude<Contribution['kind'], 'commented'>, string>> = {
  approved: 'approved this',
  objected: 'asked for changes',
  closed: 'closed this',
  reopened: 'reopened this',
  readied: 'marked this as ready for review',
  merged: 'merged this',
};

function mergeLink({ repository, record: { mergeCommit } }: Pull): Html {
  if (mergeCommit === null) return nothing;
  return html` as <a href="${addresses.commit(repository, mergeCommit)}"><code>${mergeCommit.slice(0, 7)}</code></a>`;
}
