import { TaskError } from '#shared/task/failure.ts';
import type { Assignment } from '#shared/worker-api.ts';
import type { Bot } from '../bot.ts';
import { initialise } from '../commits.ts';
import type { Git } from '../git.ts';
import { connectRemote, type Remote } from '../remote.ts';

interface Needs {
  readonly assignment: Pick<Assignment, 'request' | 'base' | 'branch' | 'cloneUrl'>;
  readonly bot: Pick<Bot, 'token'>;
  readonly git: Git;
  /** Hears every token before it is used, so that none can be said. */
  readonly keepSecret: (token: string) => void;
}

/** The two commits an attempt needs of the whole history. */
export interface Commits {
  readonly base: string;
  /** Where the agent starts: base, or what an earlier attempt pushed. */
  readonly start: string;
}

/** Fetches the base branch, and the task's own when an earlier attempt pushed it. */
export async function bring({ assignment, bot, git, keepSecret }: Needs, signal: AbortSignal): Promise<Commits> {
  const token = await bot.token(signal);
  keepSecret(token);
  await initialise(git, assignment.branch);
  const remote = connectRemote(git, { url: assignment.cloneUrl, token }, signal);
  const there = await remote.branches([assignment.base, assignment.branch]);
  const base = there.get(assignment.base) ?? (await baseMissing(assignment, remote));
  const own = there.has(assignment.branch) ? [assignment.branch] : [];
  await remote.fetch([assignment.base, ...own]);
  return { base, start: there.get(assignment.branch) ?? base };
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
