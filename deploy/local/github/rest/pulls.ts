import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { compare } from '../comparison.ts';
import { branchCommit } from '../git-read.ts';
import type { Host } from '../host.ts';
import { alreadyOpen, endProblems, textProblems } from '../pull-request-rules.ts';
import type { PullRequestRecord } from '../pull-requests.ts';
import type { Repository } from '../repositories.ts';
import { requireRepository } from './access.ts';
import { readJson } from './body.ts';
import { PullQuery, selectPulls } from './pull-query.ts';
import { notFound, validationFailed } from './refusal.ts';
import { comparisonJson, pullRequestJson } from './shapes.ts';

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
    const seen = await Promise.all(page.map((record) => refresh(host, repository, record)));
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
  const ends = await look(host, repository, head, asked.base);
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

async function look({ git }: Host, { gitDir, owner }: Repository, head: string, base: string) {
  const headCommit = await branchCommit(git, gitDir, head);
  const baseCommit = await branchCommit(git, gitDir, base);
  const known = headCommit !== undefined && baseCommit !== undefined;
  const commits = known ? (await compare(git, gitDir, baseCommit, headCommit))?.commits : undefined;
  return { owner, head, base, headCommit, baseCommit, commits };
}

function recordInPath(host: Host, context: Context, repository: Repository): PullRequestRecord {
  const record = host.pullRequests.find(repository.id, Number(context.req.param('number')));
  if (record === undefined) throw notFound();
  return record;
}

// A `draft` in the body is ignored, as GitHub does: only its GraphQL API changes that.
const Change = z.object({
  title: z.string().optional(),
  body: z.string().nullable().optional(),
  base: z.string().optional(),
  state: z.enum(['open', 'closed']).optional(),
});

async function change(host: Host, repository: Repository, record: PullRequestRecord, asked: z.infer<typeof Change>) {
  const { title = record.title, body = record.body, base = record.base, state = record.state } = asked;
  const opening = state === 'open' && (record.state === 'closed' || base !== record.base);
  const problems = [
    ...textProblems(asked),
    ...(opening ? endProblems(await look(host, repository, record.head, base)) : []),
  ];
  if (problems.length > 0) throw validationFailed(problems);
  const closedAt = state === 'open' ? null : (record.closedAt ?? host.now());
  const changed = host.pullRequests.update({ ...record, title, body, base, state, closedAt });
  if (changed === undefined) throw validationFailed(alreadyOpen(repository.owner, record.head));
  return changed;
}

/** An open pull request follows its branches. */
async function refresh({ git }: Host, { gitDir }: Repository, record: PullRequestRecord): Promise<PullRequestRecord> {
  if (record.state === 'closed') return record;
  const headCommit = (await branchCommit(git, gitDir, record.head)) ?? record.headCommit;
  const baseCommit = (await branchCommit(git, gitDir, record.base)) ?? record.baseCommit;
  return { ...record, headCommit, baseCommit };
}

async function whole(host: Host, repository: Repository, stored: PullRequestRecord) {
  const record = await refresh(host, repository, stored);
  const comparison = await compare(host.git, repository.gitDir, record.baseCommit, record.headCommit);
  return { ...pullRequestJson(host, repository, record), ...comparisonJson(record, comparison) };
}
