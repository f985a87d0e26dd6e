import { rm } from 'node:fs/promises';
import { TaskError } from '#shared/task/failure.ts';
import type { Assignment } from '#shared/worker-api.ts';
import type { Bot } from '../bot.ts';
import type { Mirror } from '../cache/mirror.ts';
import { initialise, tipsOf } from '../commits.ts';
import { type Git, GitError } from '../git.ts';
import { connectRemote, type Remote } from '../remote.ts';

interface Needs {
  readonly assignment: Pick<Assignment, 'request' | 'base' | 'branch' | 'cloneUrl'>;
  readonly bot: Pick<Bot, 'token'>;
  readonly git: Git;
  /** Hears every token before it is used, so that none can be said. */
  readonly keepSecret: (token: string) => void;
  /** What earlier fetches brought, where this machine keeps it. */
  readonly mirror?: Mirror | undefined;
}

/** The two commits an attempt needs of the whole history. */
export interface Commits {
  readonly base: string;
  /** Where the agent starts: base, or what an earlier attempt pushed. */
  readonly start: string;
}

/** Fetches the base branch, and the task's own when an earlier attempt pushed it: one commit of each, and of it what is new. */
export async function bring(needs: Needs, signal: AbortSignal): Promise<Commits> {
  const { bot, git, keepSecret, mirror } = needs;
  const token = await bot.token(signal);
  keepSecret(token);
  try {
    return await fetchInto(git, needs, { token, mirror }, signal);
  } catch (error) {
    if (!(error instanceof GitError) || !mirror) throw error;
    // What was known stood in the way. Without it this takes longer and is otherwise the same.
    await rm(git.directory, { recursive: true, force: true });
    return fetchInto(git, needs, { token }, signal);
  }
}

interface How {
  readonly token: string;
  readonly mirror?: Mirror | undefined;
}

async function fetchInto(git: Git, needs: Needs, how: How, signal: AbortSignal): Promise<Commits> {
  const { assignment, mirror: kept } = needs;
  const { base, branch, cloneUrl: url } = assignment;
  await initialise(git, branch);
  const remote = connectRemote(git, { url, token: how.token }, signal);
  const [there] = await Promise.all([remote.branches([base, branch]), how.mirror?.lay(git)]);
  if (!there.has(base)) await baseMissing(assignment, remote);
  const known = await tipsOf(git);
  const news = [...there.keys()].filter((name) => known.get(name) !== there.get(name));
  if (news.length > 0) await remote.fetch(news);
  if (news.includes(base)) await kept?.keep(git, branch);
  // Where somebody pushed in between, what came is what counts.
  const tips = await tipsOf(git);
  const [tip = '', start = tip] = [tips.get(base), there.has(branch) ? tips.get(branch) : undefined];
  return { base: tip, start };
}

async function baseMissing({ base, request: { repository } }: Needs['assignment'], remote: Remote): Promise<never> {
  const names = [...(await remote.branches()).keys()];
  if (names.length === 0) {
    throw new TaskError('repository_empty', `${repository} has no commits yet, so there is nothing to change.`, {
      whose: 'yours',
      remedy: 'Push a first commit, then retry.',
    });
  }
  throw new TaskError('base_branch_missing', `${repository} has no branch “${base}”.`, {
    whose: 'yours',
    remedy: `Ask again with one of its branches: ${listed(names)}.`,
  });
}

function listed(names: readonly string[]): string {
  const first = names.slice(0, 10).join(', ');
  return names.length > 10 ? `${first} and ${names.length - 10} more` : first;
}
