import { html } from 'hono/html';
import { PEOPLE } from '../people.ts';
import { addresses } from './addresses.ts';
import { bare, type Html, nothing } from './html.ts';

/** Who looks at a page, and where they are, to come back to. */
export interface Visit {
  readonly actor: string;
  readonly path: string;
}

export interface Page {
  readonly title: string;
  /** What stands above the content, on every page of a repository alike. */
  readonly header?: Html;
  readonly content: Html;
}

/** A whole page around its content. */
export function document(visit: Visit, { title, header = nothing, content }: Page): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${bare(title)}</title>
<link rel="stylesheet" href="${addresses.style}">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<div class="top">
<a class="home" href="${addresses.home}">${MARK}Local GitHub</a>
${actAsForm(visit)}
</div>
${header}
</header>
<main id="content" tabindex="-1">
${content}
</main>
<footer>
<p>A stand-in for GitHub on this machine: real git repositories, nothing leaves it. Git and the REST API answer at the same address.</p>
</footer>
</body>
</html>`;
}

const MARK = html`<svg aria-hidden="true" viewBox="0 0 20 20" width="20" height="20"><circle cx="6" cy="5" r="2.5"/><circle cx="6" cy="15" r="2.5"/><circle cx="14.5" cy="10" r="2.5"/><path d="M6 7.5v5M8 6.2l4.3 2.6"/></svg>`;

function actAsForm({ actor, path }: Visit): Html {
  return html`<form class="act-as" method="post" action="${addresses.actAs}">
<input type="hidden" name="back" value="${path}">
<label for="actor">Acting as</label>
<select id="actor" name="actor">${PEOPLE.map((name) => html`<option${name === actor ? html` selected` : ''}>${name}</option>`)}</select>
<button class="button">Change</button>
</form>`;
}
