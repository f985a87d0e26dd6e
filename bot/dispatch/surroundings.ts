import type { RepoHost } from '#shared/ports.ts';
import type { Policy } from '#shared/task/policy.ts';
import type { Moment, Task, TaskId } from '#shared/task/task.ts';
import type { ContextAnswer } from '#shared/worker-api.ts';
import { baseOf } from './admission.ts';
import { shapesOf } from './pull-request-shapes.ts';

interface Needs {
  readonly host: Pick<RepoHost, 'repository' | 'head' | 'file' | 'recentPullRequests'>;
  readonly policy: Policy;
  readonly now: () => Moment;
}

type Surroundings = Pick<ContextAnswer, 'files' | 'pullRequests' | 'titles' | 'kept'>;

/** What people wrote for people about this repository; an agent reads it as they do. */
const FILES = ['AGENTS.md', 'CLAUDE.md', 'CONTRIBUTING.md', '.github/CONTRIBUTING.md', 'README.md'];
/** As many as show a custom; they come with one call. */
const PULL_REQUESTS = 20;
const GOOD_FOR_MS = 30 * 60_000;
const MOST_KEPT = 200;

/**
 * What a repository says of itself and how its recent pull requests look. The next attempt of a task gets the same again
 * while its base is where it was, and is told so. Kept in this process alone: what is lost is read once more.
 */
export function createSurroundings({ host, policy, now }: Needs): (task: Task) => Promise<Surroundings> {
  const known = new Map<
    TaskId,
    { readonly commit: string; readonly attempt: number; readonly at: Moment; readonly found: Surroundings }
  >();

  async function gather(repository: string, base: string): Promise<Surroundings> {
    const [texts, recent] = await Promise.all([
      Promise.all(FILES.map(async (path) => ({ path, text: await host.file(repository, path, base) }))),
      host.recentPullRequests(repository, PULL_REQUESTS),
    ]);
    const files = texts.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]));
    return { files: files.filter(isNew), ...shapesOf(recent) };
  }

  return async ({ id, attempt, request }) => {
    const { repository } = request;
    const { defaultBranch } = await host.repository(repository);
    const base = baseOf(request, policy, defaultBranch);
    const commit = await host.head(repository, base);
    const kept = known.get(id);
    if (kept && kept.attempt < attempt && kept.commit === commit && now() - kept.at < GOOD_FOR_MS)
      return { ...kept.found, kept: { attempt: kept.attempt, at: kept.at } };
    const found = await gather(repository, base);
    if (known.size >= MOST_KEPT) known.clear();
    if (commit) known.set(id, { commit, attempt, at: now(), found });
    return found;
  };
}

/** One file is often a link to another. */
const isNew = (
  { text }: { readonly text: string },
  index: number,
  all: readonly { readonly text: string }[],
): boolean => all.findIndex((each) => each.text === text) === index;
