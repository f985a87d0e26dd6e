import { rm } from 'node:fs/promises';
import { TaskError } from '#shared/task/failure.ts';
import type { Start } from '#shared/task/reuse.ts';
import type { Assignment } from '#shared/worker-api.ts';
import type { Bot } from '../bot.ts';
import type { Mirror } from '../cache/mirror.ts';
import { initialise, missingOf, tipsOf } from '../commits.ts';
import { type Git, GitError } from '../git.ts';
import { connectRemote, type Remote } from '../remote.ts';

interface Needs {
  readonly assignment: Pick<Assignment, 'request' | 'base' | 'branch' | 'cloneUrl' | 'start'>;
  readonly bot: Pick<Bot, 'token'>;
  readonly git: Git;
  /** Hears every token before it is used, so that none can be said. */
  readonly keepSecret: (token: string) => void;
  /** What earlier fetches brought, where this machine keeps it. */
  readonly mirror?: Mirror | undefined;
}

/** The two commits an attempt needs of the whole history. */
export interface Commits {
  /** What the change is measured against. */
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
  const { start: told } = assignment;
  const wanted = told ? [base] : [...there.keys()];
  const news = wanted.filter((name) => known.get(name) !== there.get(name));
  if (news.length > 0) await remote.fetch(news);
  if (news.includes(base)) await kept?.keep(git, branch);
  // Where somebody pushed in between, what came is what counts.
  const tips = await tipsOf(git);
  const [tip = '', start = tip] = [tips.get(base), there.has(branch) ? tips.get(branch) : undefined];
  return told ? startFrom(git, remote, told, tip) : { base: tip, start };
}

/** From where the bot found the branch to be, whatever it is by now: a push to another place is refused. */
async function startFrom(git: Git, remote: Remote, start: Start, tip: string): Promise<Commits> {
  switch (start.from) {
    case 'base':
      return { base: tip, start: tip };
    case 'branch':
      await fetchMissing(git, remote, [start.forkedAt, start.commit]);
      return { base: start.forkedAt, start: start.commit };
    case 'both':
      await fetchMissing(git, remote, [start.commit]);
      return { base: tip, start: await joined(git, tip, start.commit) };
    default:
      return start satisfies never;
  }
}

async function fetchMissing(git: Git, remote: Remote, commits: readonly string[]): Promise<void> {
  const missing = await missingOf(git, commits);
  if (missing.length > 0) await remote.fetchCommits(missing);
}

/** Base again, as a commit that the branch can be moved forward to. */
async function joined(git: Git, base: string, behind: string): Promise<string> {
  if (base === behind) return base;
  const parents = ['-p', base, '-p', behind];
  return (
    await git.run(['commit-tree', ...parents, `${base}^{tree}`], { input: 'Start again from the base\n' })
  ).trim();
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
