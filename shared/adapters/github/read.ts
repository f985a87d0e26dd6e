import type { Repository } from '#shared/ports.ts';
import type { Progress, Standing } from '#shared/pull-request.ts';
import { TaskError } from '#shared/task/failure.ts';
import { oneLine } from '#shared/text/escape.ts';
import type { Access } from './access.ts';
import { ComparisonAnswer, RefAnswer, RepositoryAnswer, StandingAnswer } from './answers.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { asRefused } from './failure.ts';
import { isFilePath } from './names.ts';

export async function readRepository(access: Access, name: string): Promise<Repository> {
  const { data } = await access.on(name, (client, place) => client.request('GET /repos/{owner}/{repo}', { ...place }));
  const answer = RepositoryAnswer.parse(data);
  if (answer.archived) throw archived(name);
  return {
    name: answer.full_name,
    defaultBranch: answer.default_branch,
    cloneUrl: withoutCredentials(answer.clone_url),
  };
}

function archived(name: string): TaskError {
  return new TaskError('repository_archived', `${name} is archived, so nothing in it can be changed.`, {
    whose: 'yours',
    remedy: 'Choose another repository, or ask one of its admins to unarchive it.',
  });
}

function withoutCredentials(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}

/** GitHub answers 404 for a branch that is not there and 409 for an empty repository. */
export async function readHead(access: Access, name: string, branch: string): Promise<string | undefined> {
  if (branch === '') return undefined;
  const asked = { ref: `heads/${branch}` };
  const answer = await access.on(name, (client, place) =>
    client.request('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...place, ...asked }).catch(absentFor(404, 409)),
  );
  return answer === undefined ? undefined : RefAnswer.parse(answer.data).object.sha;
}

const MOST_AUTHORS = 5;

/** GitHub answers 404 for two commits that share no history. */
export async function readProgress(
  access: Access,
  name: string,
  base: string,
  head: string,
): Promise<Progress | undefined> {
  const asked = { basehead: `${base}...${head}` };
  const answer = await access.on(name, (client, place) =>
    client.request('GET /repos/{owner}/{repo}/compare/{basehead}', { ...place, ...asked }).catch(absentFor(404)),
  );
  if (answer === undefined) return undefined;
  const { ahead_by: ahead, behind_by: behind, merge_base_commit, commits } = ComparisonAnswer.parse(answer.data);
  const authors = new Set(commits.flatMap(({ commit }) => (commit.author ? [oneLine(commit.author.name)] : [])));
  return { ahead, behind, forkedAt: merge_base_commit.sha, authors: [...authors].slice(0, MOST_AUTHORS) };
}

/** GitHub answers 404 for a number that is no pull request's. */
export async function readStanding(access: Access, name: string, number: number): Promise<Standing | undefined> {
  const answer = await access.on(name, (client, place) =>
    client
      .request('GET /repos/{owner}/{repo}/pulls/{pull_number}', { ...place, pull_number: number })
      .catch(absentFor(404)),
  );
  if (answer === undefined) return undefined;
  const { state, merged_at, head } = StandingAnswer.parse(answer.data);
  return { state: merged_at === null ? state : 'merged', head: head.sha };
}

const LARGEST_FILE_BYTES = 256 * 1024;
const FILE_TIMEOUT_MS = 15_000;

/** A file that is longer than the port allows is cut there. */
export async function readFile(access: Access, name: string, path: string, ref: string): Promise<string | undefined> {
  if (!isFilePath(path)) return undefined;
  const fetch = boundedFetch({ timeoutMs: FILE_TIMEOUT_MS, maxBytes: LARGEST_FILE_BYTES, longer: 'cut' });
  const asked = { path, ref, mediaType: { format: 'raw' }, request: { fetch } };
  const answer = await access.on(name, (client, place) =>
    client.request('GET /repos/{owner}/{repo}/contents/{path}', { ...place, ...asked }).catch(absentFor(404)),
  );
  return textOf(answer?.data);
}

// A folder or a submodule has no raw form; GitHub answers with JSON about it.
function textOf(data: unknown): string | undefined {
  if (data instanceof ArrayBuffer) return new TextDecoder().decode(data);
  return typeof data === 'string' ? data : undefined;
}

function absentFor(...statuses: readonly number[]) {
  return (error: unknown): undefined => {
    if (!statuses.includes(asRefused(error)?.status ?? 0)) throw error;
  };
}
