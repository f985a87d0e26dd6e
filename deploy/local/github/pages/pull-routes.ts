import { type Context, Hono } from 'hono';
import { TaskError } from '#shared/task/failure.ts';
import type { Host } from '../host.ts';
import { mergePullRequest } from '../merge.ts';
import { type Act, closePullRequest, comment, markReady, reopenPullRequest } from '../pull-request-acts.ts';
import { notFound } from '../rest/refusal.ts';
import { type ActName, readComment } from './act-forms.ts';
import { addresses } from './addresses.ts';
import { readForm } from './form.ts';
import type { Html } from './html.ts';
import { pullIn } from './in-path.ts';
import { pullConversationPage } from './pull-conversation.ts';
import { lookAtPull, type Pull } from './pull-page.ts';
import { pullCommitsPage, pullFilesPage } from './pull-parts.ts';
import { visitOf } from './visit.ts';

const PULL = '/:owner/:repo/pull/:number';

/** The pages of a pull request, and what people do on them. */
export function pullRoutes(host: Host) {
  const show = (draw: (pull: Pull) => Promise<Html>) => async (context: Context) =>
    context.html(await draw(await pullOf(host, context)));

  return new Hono()
    .get(PULL, show(pullConversationPage))
    .get(`${PULL}/commits`, show(pullCommitsPage))
    .get(`${PULL}/files`, show(pullFilesPage))
    .post(`${PULL}/:act`, async (context) => {
      const name = context.req.param('act');
      if (!Object.hasOwn(ACTS, name)) throw notFound();
      return await perform(host, context, ACTS[name as ActName]);
    });
}

async function pullOf(host: Host, context: Context): Promise<Pull> {
  const { repository, record } = pullIn(host, context);
  return await lookAtPull(host, visitOf(context), repository, record);
}

type Deed = (host: Host, act: Act, form: URLSearchParams) => Promise<void> | void;

const ACTS: Readonly<Record<ActName, Deed>> = {
  merge: (host, { repository, record, actor }, form) => {
    const expectedHead = form.get('head');
    return mergePullRequest(host, repository, record.number, { actor, ...(expectedHead !== null && { expectedHead }) });
  },
  ready: markReady,
  close: closePullRequest,
  reopen: reopenPullRequest,
  comment: (host, act, form) => comment(host, act, readComment(form)),
};

/** Does it and shows the page again; what was refused is told on that same page. */
async function perform(host: Host, context: Context, deed: Deed): Promise<Response> {
  const form = await readForm(context);
  const { repository, record } = pullIn(host, context);
  try {
    await deed(host, { repository, record, actor: visitOf(context).actor }, form);
  } catch (error) {
    // Only what was to be expected is told here; the person would otherwise lose the page they were on.
    if (!(error instanceof TaskError)) throw error;
    const notice = { words: error.message, remedy: error.remedy };
    return context.html(await pullConversationPage(await pullOf(host, context), notice), 409);
  }
  // What was just added to the conversation stands right above.
  return context.redirect(`${addresses.pull(repository, record.number)}#status`, 303);
}
