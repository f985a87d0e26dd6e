import { Hono } from 'hono';
import * as z from 'zod';
import { compare } from '../comparison.ts';
import type { Host } from '../host.ts';
import { followBranches, lookAtEnds } from '../pull-request-ends.ts';
import { alreadyOpen, endProblems, reopenProblems, textProblems } from '../pull-request-rules.ts';
import type { PullRequestRecord } from '../pull-requests.ts';
import type { Repository } from '../repositories.ts';
import { recordInPath, requireRepository } from './access.ts';
import { readJson } from './body.ts';
import { PullQuery, selectPulls } from './pull-query.ts';
import { validationFailed } from './refusal.ts';
import { botLogin, comparisonJson, pullRequestJson } from './shapes.ts';

const PULLS = '/repos/:owner/:repo/pulls';

/** Pull requests: find, open, look at, change. */
export function pullRoutes(host: Host) {
  const routes = new Hono();

  routes.get(PULLS, async (context) => {
    const repository = requireRepository(host, context, 'pull_requests', 'read');
    const page = selectPulls(
      host.pullRequests.all(repository.id),
      repository.owner,
      PullQuery.parse(context.req.query()),
    );
    const seen = await Promise.all(page.map((record) => followBranches(host, repository, record)));
    return context.json(seen.map((record) => pullRequestJson(host, repository, record)));
  });

  routes.post(PULLS, async (context) => {
    const repository = requireRepository(host, context, 'pull_requests', 'write');
    const asked = await readJson(context, Opening);
    return context.json(await whole(host, repository, await open(host, repository, asked)), 201);
  });

  routes.get(`${PULLS}/:number`, async (context) => {
    const repository = requireRepository(host, context, 'pull_requests', 'read');
    return context.json(await whole(host, repository, recordInPath(host, context, repository)));
  });

  routes.patch(`${PULLS}/:number`, async (context) => {
    const repository = requireRepository(host, context, 'pull_requests', 'write');
    const record = recordInPath(host, context, repository);
    const asked = await readJson(context, Change);
    return context.json(await whole(host, repository, await change(host, repository, record, asked)));
  });

  return routes;
}

const Opening = z.object({
  title: z.string().default(''),
  head: z.string(),
  base: z.string(),
  body: z.string().nullable().default(null),
  draft: z.boolean().default(false),
});

async function open(host: Host, repository: Repository, asked: z.infer<typeof Opening>): Promise<PullRequestRecord> {
  const head = withoutOwner(asked.head, repository.owner);
  const ends = await lookAtEnds(host, repository, { head, base: asked.base });
  const problems = [...textProblems(asked), ...endProblems(ends)];
  const { headCommit, baseCommit } = ends;
  if (problems.length > 0 || headCommit === undefined || baseCommit === undefined) throw validationFailed(problems);
  const record = host.pullRequests.create({ ...asked, repository: repository.id, head, headCommit, baseCommit });
  if (record === undefined) throw validationFailed(alreadyOpen(repository.owner, head));
  return record;
}

// `owner:branch` of another owner names a fork, and this host has none.
function withoutOwner(head: string, owner: string): string {
  const prefix = `${owner}:`;
  return head.toLowerCase().startsWith(prefix.toLowerCase()) ? head.slice(prefix.length) : head;
}

// A `draft` in the body is ignored, as GitHub does: only its GraphQL API changes that.
const Change = z.object({
  title: z.string().optional(),
  body: z.string().nullable().optional(),
  base: z.string().optional(),
  state: z.enum(['open', 'closed']).optional(),
});

type Change = z.infer<typeof Change>;

async function change(
  host: Host,
  repository: Repository,
  record: PullRequestRecord,
  asked: Change,
): Promise<PullRequestRecord> {
  const { title = record.title, body = record.body, base = record.base, state = record.state } = asked;
  const changed = { ...record, title, body, base, state };
  const problems = [...textProblems(asked), ...(await stateProblems(host, repository, record, changed))];
  if (problems.length > 0) throw validationFailed(problems);
  const now = host.pullRequests.find(repository.id, record.number) ?? record;
  // Merged or closed while git was asked: it is judged again as it is now.
  if (now.state !== record.state) return await change(host, repository, now, asked);
  const closedAt = state === 'open' ? null : (record.closedAt ?? host.now());
  const written = host.pullRequests.update({ ...changed, closedAt });
  if (written === undefined) throw validationFailed(alreadyOpen(repository.owner, record.head));
  if (state !== record.state)
    host.conversations.add(record.id, botLogin(host), state === 'open' ? 'reopened' : 'closed');
  return written;
}

async function stateProblems(host: Host, repository: Repository, before: PullRequestRecord, after: PullRequestRecord) {
  if (after.state === 'closed') return [];
  if (before.state === 'closed') return reopenProblems(before, await lookAtEnds(host, repository, after));
  return before.base === after.base ? [] : endProblems(await lookAtEnds(host, repository, after));
}

async function whole(host: Host, repository: Repository, stored: PullRequestRecord) {
  const record = await followBranches(host, repository, stored);
  const comparison = await compare(host.git, repository.gitDir, record.baseCommit, record.headCommit);
  return { ...pullRequestJson(host, repository, record), ...comparisonJson(record, comparison) };
}
