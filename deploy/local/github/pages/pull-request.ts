import { Hono } from 'hono';
import { html } from 'hono/html';
import { type Comparison, compare } from '../comparison.ts';
import { branchCommit } from '../git-read.ts';
import type { Host } from '../host.ts';
import type { PullRequestRecord } from '../pull-requests.ts';
import { fullName, type Repository } from '../repositories.ts';
import { notFound } from '../rest/refusal.ts';

/** The page a pull request's link opens. */
export function pageRoutes(host: Host) {
  const routes = new Hono();

  routes.get('/:owner/:repo/pull/:number', async (context) => {
    const { owner, repo, number } = context.req.param();
    const repository = host.repositories.find(`${owner}/${repo}`);
    const record = repository && host.pullRequests.find(repository.id, Number(number));
    if (repository === undefined || record === undefined) throw notFound();
    const comparison = await compare(
      host.git,
      repository.gitDir,
      record.baseCommit,
      await headNow(host, repository, record),
    );
    context.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    return context.html(page(repository, record, comparison));
  });

  return routes;
}

async function headNow({ git }: Host, { gitDir }: Repository, record: PullRequestRecord): Promise<string> {
  const open = record.state === 'open' ? await branchCommit(git, gitDir, record.head) : undefined;
  return open ?? record.headCommit;
}

function page(repository: Repository, record: PullRequestRecord, comparison: Comparison | undefined) {
  const files = comparison?.files ?? [];
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>${record.title} · ${fullName(repository)} #${record.number}</title>
    <style>body { font: 1rem/1.5 system-ui; max-width: 60rem; margin: 2rem auto; padding: 0 1rem } pre { white-space: pre-wrap; overflow-wrap: anywhere } td { padding-right: 1rem }</style>
  </head>
  <body>
    <p>${fullName(repository)}</p>
    <h1>${record.title} #${record.number}</h1>
    <p><strong>${stateWords(record)}</strong> · <code>${record.head}</code> into <code>${record.base}</code></p>
    <pre>${record.body ?? ''}</pre>
    <h2>${files.length} changed files, ${comparison?.commits ?? 0} commits</h2>
    <table>${files.map(({ path, added, deleted }) => html`<tr><td>+${added}</td><td>−${deleted}</td><td><code>${path}</code></td></tr>`)}</table>
  </body>
</html>`;
}

function stateWords({ state, draft, mergedAt }: PullRequestRecord): string {
  if (mergedAt !== null) return 'Merged';
  if (state === 'closed') return 'Closed';
  return draft ? 'Draft' : 'Open';
}
