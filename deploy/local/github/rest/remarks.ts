import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { Contribution } from '../conversation.ts';
import type { Host } from '../host.ts';
import { recordInPath, requireRepository } from './access.ts';
import { timestamp } from './shapes.ts';

/** What people wrote about a pull request: under it, at its lines, and with their reviews. */
export function remarkRoutes(host: Host) {
  const list =
    (isWanted: (each: Contribution) => boolean, shape: (each: Contribution) => object) => (context: Context) => {
      const record = recordInPath(host, context, requireRepository(host, context, 'pull_requests', 'read'));
      const { page, per_page } = Query.parse(context.req.query());
      const wanted = host.conversations.of(record.id).filter(isWanted);
      return context.json(wanted.slice((page - 1) * per_page, page * per_page).map(shape));
    };
  const isComment = ({ kind }: Contribution): boolean => kind === 'commented';

  return new Hono()
    .get(
      '/repos/:owner/:repo/issues/:number/comments',
      list((each) => isComment(each) && each.path === null, commentJson),
    )
    .get(
      '/repos/:owner/:repo/pulls/:number/comments',
      list(
        (each) => isComment(each) && each.path !== null,
        (each) => ({ ...commentJson(each), path: each.path, line: each.line }),
      ),
    )
    .get(
      '/repos/:owner/:repo/pulls/:number/reviews',
      list(({ kind }) => kind === 'approved' || kind === 'objected', reviewJson),
    );
}

const Query = z.object({
  per_page: z.coerce.number().int().min(1).max(100).catch(30),
  page: z.coerce.number().int().min(1).catch(1),
});

function commentJson({ id, actor, body, at }: Contribution) {
  return { id, user: { login: actor, type: 'User' }, body, created_at: timestamp(at) };
}

function reviewJson({ id, actor, body, at, kind }: Contribution) {
  const state = kind === 'approved' ? 'APPROVED' : 'CHANGES_REQUESTED';
  return { id, user: { login: actor, type: 'User' }, body, state, submitted_at: timestamp(at) };
}
