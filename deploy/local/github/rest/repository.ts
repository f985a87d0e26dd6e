import { type Context, Hono } from 'hono';
import { compare } from '../comparison.ts';
import { branchCommit, type Commit, commitAt, isEmpty, readCommit } from '../git-read.ts';
import { distance, history } from '../history.ts';
import type { Host } from '../host.ts';
import { fullName, type Repository } from '../repositories.ts';
import { requireRepository } from './access.ts';
import { notFound, Refusal } from './refusal.ts';
import { API_PATH, repositoryJson, timestamp } from './shapes.ts';

/** A repository, its branches and its commits. */
export function repositoryRoutes(host: Host) {
  const routes = new Hono();

  routes.get('/repos/:owner/:repo', (context) => {
    return context.json(repositoryJson(host, requireRepository(host, context, 'metadata', 'read')));
  });

  routes.get('/repos/:owner/:repo/git/ref/:ref{.+}', async (context) => {
    const repository = await filled(host, context);
    const branch = /^heads\/(.+)$/.exec(context.req.param('ref'))?.[1] ?? '';
    const sha = await branchCommit(host.git, repository.gitDir, branch);
    if (sha === undefined) throw notFound();
    const url = `${host.url}${API_PATH}/repos/${fullName(repository)}/git/commits/${sha}`;
    return context.json({ ref: `refs/heads/${branch}`, object: { type: 'commit', sha, url } });
  });

  routes.get('/repos/:owner/:repo/commits/:ref{.+}', async (context) => {
    const repository = await filled(host, context);
    const ref = context.req.param('ref');
    const sha = await commitAt(host.git, repository.gitDir, ref);
    if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${ref}`);
    return context.json(await commitJson(host, repository, sha));
  });

  routes.get('/repos/:owner/:repo/compare/:basehead{.+}', async (context) => {
    const repository = await filled(host, context);
    const [base = '', head = ''] = context.req.param('basehead').split('...');
    return context.json(await comparisonJson(host, repository, base, head));
  });

  return routes;
}

const MOST_COMMITS = 250;

async function comparisonJson({ git }: Host, { gitDir }: Repository, base: string, head: string) {
  const [from, to] = [await commitAt(git, gitDir, base), await commitAt(git, gitDir, head)];
  if (from === undefined || to === undefined) throw notFound();
  const comparison = await compare(git, gitDir, from, to);
  if (comparison === undefined) throw new Refusal(404, `No common ancestor between ${base} and ${head}.`);
  const { ahead, behind } = await distance(git, gitDir, to, from);
  const commits = await history(git, gitDir, to, { without: from, most: MOST_COMMITS });
  return {
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    merge_base_commit: { sha: comparison.forkedAt },
    commits: commits.toReversed().map(({ commit, author }) => ({ sha: commit, commit: { author: { name: author } } })),
  };
}

async function filled(host: Host, context: Context): Promise<Repository> {
  const repository = requireRepository(host, context, 'contents', 'read');
  if (await isEmpty(host.git, repository.gitDir)) throw new Refusal(409, 'Git Repository is empty.');
  return repository;
}

async function commitJson(host: Host, repository: Repository, sha: string) {
  const { tree, parents, author, committer, message } = await readCommit(host.git, repository.gitDir, sha);
  return {
    sha,
    url: `${host.url}${API_PATH}/repos/${fullName(repository)}/commits/${sha}`,
    html_url: `${host.url}/${fullName(repository)}/commit/${sha}`,
    commit: { message, author: personJson(author), committer: personJson(committer), tree: { sha: tree } },
    parents: parents.map((parent) => ({ sha: parent })),
  };
}

function personJson({ name, email, date }: Commit['author']) {
  return { name, email, date: timestamp(Date.parse(date)) };
}
