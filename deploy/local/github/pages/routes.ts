import { type Context, Hono } from 'hono';
import { isEmpty } from '../git-read.ts';
import type { Host } from '../host.ts';
import { placeAt } from '../refs.ts';
import type { Repository } from '../repositories.ts';
import { notFound } from '../rest/refusal.ts';
import { branchesPage } from './branches-page.ts';
import { checkRunPage } from './check-run-page.ts';
import { commitPage } from './commit-page.ts';
import { commitsPage } from './commits-page.ts';
import { errorPage } from './error-page.ts';
import { filePage } from './file-page.ts';
import { emptyRepositoryPage, folderPage } from './folder-page.ts';
import { homePage } from './home-page.ts';
import type { Html } from './html.ts';
import { numberIn, repositoryIn } from './in-path.ts';
import type { Visit } from './layout.ts';
import { pullListPage } from './pull-list-page.ts';
import { pullRoutes } from './pull-routes.ts';
import { sideRoutes } from './side-routes.ts';
import { visitOf } from './visit.ts';

type Draw = (repository: Repository, visit: Visit, context: Context) => Html | Promise<Html>;

/** Every page for people. */
export function pageRoutes(host: Host) {
  const show = (draw: Draw) => async (context: Context) =>
    context.html(await draw(repositoryIn(host, context), visitOf(context), context));

  return new Hono()
    .onError((error, context) => errorPage(context, error))
    .route('/', sideRoutes())
    .get('/', (context) => context.html(homePage(host, visitOf(context))))
    .get(
      '/:owner/:repo',
      show((repository, visit) => frontPage(host, visit, repository)),
    )
    .get(
      '/:owner/:repo/tree/:place{.+}',
      show(async (repository, visit, context) =>
        folderPage(host, visit, repository, await placeIn(host, repository, context)),
      ),
    )
    .get(
      '/:owner/:repo/blob/:place{.+}',
      show(async (repository, visit, context) =>
        filePage(host, visit, repository, await placeIn(host, repository, context)),
      ),
    )
    .get(
      '/:owner/:repo/branches',
      show((repository, visit) => branchesPage(host, visit, repository)),
    )
    .get(
      '/:owner/:repo/commits/:ref{.+}',
      show((repository, visit, context) =>
        commitsPage(host, visit, repository, { ref: context.req.param('ref') ?? '', page: pageNumber(context) }),
      ),
    )
    .get(
      '/:owner/:repo/commit/:commit',
      show((repository, visit, context) => commitPage(host, visit, repository, context.req.param('commit') ?? '')),
    )
    .get(
      '/:owner/:repo/runs/:run',
      show((repository, visit, context) =>
        checkRunPage(host, visit, repository, checkRunIn(host, repository, context)),
      ),
    )
    .get(
      '/:owner/:repo/pulls',
      show((repository, visit, context) => pullListPage(host, visit, repository, shownState(context))),
    )
    .route('/', pullRoutes(host));
}

async function frontPage(host: Host, visit: Visit, repository: Repository): Promise<Html> {
  if (await isEmpty(host.git, repository.gitDir)) return emptyRepositoryPage(host, visit, repository);
  const place = await placeAt(host.git, repository.gitDir, repository.defaultBranch);
  if (place === undefined) throw notFound();
  return await folderPage(host, visit, repository, place);
}

async function placeIn({ git }: Host, { gitDir }: Repository, context: Context) {
  const place = await placeAt(git, gitDir, context.req.param('place') ?? '');
  if (place === undefined) throw notFound();
  return place;
}

function checkRunIn({ checkRuns }: Host, repository: Repository, context: Context) {
  const run = checkRuns.find(repository.id, numberIn(context, 'run'));
  if (run === undefined) throw notFound();
  return run;
}

function pageNumber(context: Context): number {
  const page = Number(context.req.query('page') ?? 1);
  return Number.isInteger(page) && page >= 1 && page < 1_000_000 ? page : 1;
}

function shownState(context: Context) {
  const state = context.req.query('state');
  return state === 'closed' || state === 'all' ? state : 'open';
}
