import type { Context } from 'hono';
import { html } from 'hono/html';
import { TaskError } from '#shared/task/failure.ts';
import { Refusal } from '../rest/refusal.ts';
import { addresses } from './addresses.ts';
import { prose } from './html.ts';
import { document } from './layout.ts';
import { visitOf } from './visit.ts';

/** A page that could not be shown, in words. */
export function errorPage(context: Context, error: Error): Response | Promise<Response> {
  const { status, heading, words } = told(error);
  if (status === 500) console.error(error); // A bug of this server, for whoever started the playground.
  const content = html`<h1>${heading}</h1><p>${prose(words)}</p><p><a href="${addresses.home}">All repositories</a></p>`;
  return context.html(document(visitOf(context), { title: `${heading} · Local GitHub`, content }), status);
}

function told(error: Error) {
  if (error instanceof Refusal && error.status === 404) return NOT_FOUND;
  if (error instanceof Refusal)
    return { status: error.status, heading: 'This was refused', words: error.message } as const;
  if (error instanceof TaskError)
    return { status: 409, heading: 'This was refused', words: `${error.message} ${error.remedy}` } as const;
  return BROKEN;
}

const NOT_FOUND = {
  status: 404,
  heading: 'There is nothing here',
  words: 'No repository, branch, file, commit or pull request of this host lies at this address.',
} as const;

const BROKEN = {
  status: 500,
  heading: 'The local GitHub broke',
  words: 'Something happened that nobody planned for. What went wrong is in the output of the program that started it.',
} as const;
