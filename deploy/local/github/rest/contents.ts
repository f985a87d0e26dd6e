import { type Context, Hono } from 'hono';
import { blob, commitAt, type Entry, entryAt, folderAt, isEmpty } from '../git-read.ts';
import type { Host } from '../host.ts';
import { fullName, type Repository } from '../repositories.ts';
import { requireRepository } from './access.ts';
import { notFound, Refusal } from './refusal.ts';
import { API_PATH } from './shapes.ts';

const LARGEST_IN_JSON_BYTES = 1024 * 1024;
const LARGEST_BYTES = 100 * 1024 * 1024;

/** Files and folders of a repository at a branch, tag or commit. */
export function contentsRoutes(host: Host) {
  const routes = new Hono();

  routes.on('GET', ['/repos/:owner/:repo/contents', '/repos/:owner/:repo/contents/:path{.+}'], async (context) => {
    const repository = requireRepository(host, context, 'contents', 'read');
    const commit = await askedCommit(host, context, repository);
    const path = (context.req.param('path') ?? '').replace(/\/+$/, '');
    const entry = path === '' ? undefined : await entryAt(host.git, repository.gitDir, commit, path);
    if (entry === undefined ? path === '' : entry.type === 'dir')
      return context.json(await folder(host, repository, commit, path));
    if (entry === undefined) throw notFound();
    if (entry.size > LARGEST_BYTES) throw new Refusal(403, 'This API returns blobs up to 100 MB in size.');
    return await file(host, context, repository, entry);
  });

  return routes;
}

async function askedCommit(host: Host, context: Context, repository: Repository): Promise<string> {
  if (await isEmpty(host.git, repository.gitDir)) throw new Refusal(404, 'This repository is empty.');
  const ref = context.req.query('ref') ?? repository.defaultBranch;
  const commit = await commitAt(host.git, repository.gitDir, ref);
  if (commit === undefined) throw new Refusal(404, `No commit found for the ref ${ref}`);
  return commit;
}

async function folder(host: Host, repository: Repository, commit: string, path: string) {
  const entries = await folderAt(host.git, repository.gitDir, commit, path);
  return entries.map((entry) => entryJson(host, repository, entry));
}

async function file(host: Host, context: Context, repository: Repository, entry: Entry): Promise<Response> {
  const content = entry.type === 'submodule' ? new Uint8Array() : await blob(host.git, repository.gitDir, entry.sha);
  if (/application\/vnd\.github\.(?:v3\.)?raw/.test(context.req.header('accept') ?? '')) {
    return context.body(new Uint8Array(content), 200, { 'content-type': 'application/vnd.github.raw; charset=utf-8' });
  }
  const whole = entry.size <= LARGEST_IN_JSON_BYTES;
  return context.json({
    ...entryJson(host, repository, entry),
    encoding: whole ? 'base64' : 'none',
    content: whole ? Buffer.from(content).toString('base64') : '',
  });
}

function entryJson(host: Host, repository: Repository, { type, sha, size, path }: Entry) {
  const url = `${host.url}${API_PATH}/repos/${fullName(repository)}/contents/${path}`;
  return { type, name: path.split('/').at(-1), path, sha, size, url };
}
