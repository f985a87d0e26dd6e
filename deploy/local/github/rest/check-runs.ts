import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { type CheckRun, latestRuns, Status } from '../check-runs.ts';
import { commitAt } from '../git-read.ts';
import type { Host } from '../host.ts';
import { isCommitId } from '../names.ts';
import type { Repository } from '../repositories.ts';
import { requireRepository } from './access.ts';
import { readJson } from './body.ts';
import { afterChange, CheckRunChange, NewCheckRunRequest, newCheckRun } from './check-run-request.ts';
import { notFound, Refusal } from './refusal.ts';
import { checkRunJson } from './shapes.ts';

const RUNS = '/repos/:owner/:repo/check-runs';

/** Check runs: report one, change it, ask for those of a commit. */
export function checkRunRoutes(host: Host) {
  const routes = new Hono();

  routes.post(RUNS, async (context) => {
    const repository = requireRepository(host, context, 'checks', 'write');
    const asked = await readJson(context, NewCheckRunRequest);
    const known = isCommitId(asked.head_sha);
    const headSha = known ? await commitAt(host.git, repository.gitDir, asked.head_sha) : undefined;
    if (headSha === undefined) throw new Refusal(422, `No commit found for SHA: ${asked.head_sha}`);
    const run = host.checkRuns.create(newCheckRun(repository.id, headSha, asked, host.now()));
    return context.json(checkRunJson(host, repository, run), 201);
  });

  routes.get(`${RUNS}/:run{[0-9]+}`, (context) => {
    const repository = requireRepository(host, context, 'checks', 'read');
    return context.json(checkRunJson(host, repository, runInPath(host, context, repository)));
  });

  routes.patch(`${RUNS}/:run{[0-9]+}`, async (context) => {
    const repository = requireRepository(host, context, 'checks', 'write');
    const asked = await readJson(context, CheckRunChange);
    const run = runInPath(host, context, repository);
    const updated = { ...afterChange(run, asked, host.now()), id: run.id };
    host.checkRuns.update(updated);
    return context.json(checkRunJson(host, repository, updated));
  });

  routes.get('/repos/:owner/:repo/commits/:ref{.+}/check-runs', async (context) => {
    const repository = requireRepository(host, context, 'checks', 'read');
    const ref = context.req.param('ref');
    const sha = await commitAt(host.git, repository.gitDir, ref);
    if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${ref}`);
    const query = Query.parse(context.req.query());
    const runs = selected(host.checkRuns.of(repository.id, sha), query);
    const page = runs.slice((query.page - 1) * query.per_page, query.page * query.per_page);
    const shown = page.map((run) => checkRunJson(host, repository, run));
    return context.json({ total_count: runs.length, check_runs: shown });
  });

  return routes;
}

function runInPath(host: Host, context: Context, repository: Repository): CheckRun {
  const run = host.checkRuns.find(repository.id, Number(context.req.param('run')));
  if (run === undefined) throw notFound();
  return run;
}

const Query = z.object({
  check_name: z.string().optional(),
  status: Status.optional().catch(undefined),
  filter: z.enum(['latest', 'all']).catch('latest'),
  per_page: z.coerce.number().int().min(1).max(100).catch(30),
  page: z.coerce.number().int().min(1).catch(1),
});

function selected(newestFirst: readonly CheckRun[], { check_name, status, filter }: z.infer<typeof Query>) {
  const runs = filter === 'latest' ? latestRuns(newestFirst) : newestFirst;
  return runs.filter(
    (run) => (check_name === undefined || run.name === check_name) && (status === undefined || run.status === status),
  );
}
