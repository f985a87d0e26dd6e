import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Assignment } from '#shared/worker-api.ts';
import type { Bot } from '../bot.ts';
import type { Mirror } from '../cache/mirror.ts';
import type { Shelf } from '../cache/shelf.ts';
import type { CheckPlan, RepositoryFiles } from '../checks/check.ts';
import { planChecks } from '../checks/plan.ts';
import { checkOut, entriesAt, leftovers, readFileAt, removeInnerRepositories } from '../commits.ts';
import type { Git } from '../git.ts';
import type { Place } from '../measure.ts';
import type { Tell } from '../publisher.ts';
import { copyRoom, type Folders, type OpenSandbox } from '../rooms.ts';
import type { Step } from '../step.ts';
import { bring, type Commits } from './bring.ts';
import { makeReady } from './ready.ts';

/** What the work stands on. The agent's room is ready; the pristine one is kept for the checks. */
export interface Ground extends Commits {
  readonly plan: CheckPlan;
  /** What of the set-up was there before, for people. */
  readonly reused?: string;
}

interface Needs extends Place {
  readonly assignment: Pick<Assignment, 'request' | 'base' | 'branch' | 'cloneUrl' | 'egress' | 'start'>;
  readonly bot: Pick<Bot, 'token' | 'upload'>;
  readonly git: Git;
  readonly mirror: Mirror | undefined;
  readonly dependencies: Shelf | undefined;
  readonly openSandbox: OpenSandbox;
  readonly keepSecret: (token: string) => void;
  readonly tell: Tell;
  /** Hears which commits are here, long before all else is. */
  readonly fetched: (commits: Commits) => void;
  readonly deadlineMs: number;
}

/** Brings the repository here, installs what it needs, and makes the rooms to work and to check in. */
export function provision(needs: Needs): Step<undefined, Ground> {
  const { assignment, git, folders, tell, fetched, deadlineMs } = needs;
  return {
    name: 'provision',
    deadlineMs,
    async run(_, signal) {
      const commits = await bring(needs, signal);
      const { base, start } = commits;
      fetched(commits);
      await git.run(['update-ref', 'HEAD', base]);
      const plan = await planChecks(await filesAt(git, base));
      const { reused, keep } = await makeReady(plan, base, needs, signal);
      // Both only read the pristine room, which from here on nobody writes to.
      await Promise.all([makeAgentRoom(git, folders, { base, start }, signal), keep()]);
      tell({ type: 'workspace.ready', branch: assignment.base, commit: base });
      return { base, start, plan, ...(reused !== undefined && { reused }) };
    },
    gist: ({ base, start, plan, reused }) =>
      [
        `${assignment.base} at ${base.slice(0, 7)}${start === base ? '' : ', going on from what is pushed'}`,
        ...(reused === undefined ? [] : [reused]),
        plan.words,
      ].join('; '),
  };
}

/** The base commit's files, without asking git for those that are not there. */
async function filesAt(git: Git, commit: string): Promise<RepositoryFiles> {
  const entries = await entriesAt(git, commit);
  return {
    read: async (path) => (entries.has(path) ? readFileAt(git, commit, path) : undefined),
    list: async () => [...entries.keys()],
  };
}

async function makeAgentRoom(git: Git, folders: Folders, { base, start }: Commits, signal: AbortSignal): Promise<void> {
  const workTree = folders.agent.workspace;
  await copyRoom(folders.pristine, folders.agent, signal);
  await removeInnerRepositories(workTree, signal);
  await checkOut(git, start, { workTree, signal });
  if (start !== base) await git.run(['update-ref', 'HEAD', start]);
  // What the set-up left behind is not the agent's work, and must not be committed as such.
  const patterns = (await leftovers(git, workTree)).map(ignorePattern);
  await mkdir(join(git.directory, 'info'), { recursive: true });
  await appendFile(join(git.directory, 'info', 'exclude'), patterns.map((pattern) => `${pattern}\n`).join(''));
}

/** Characters that mean something to git stand for themselves as `?`, which means any one character. */
function ignorePattern(path: string): string {
  return `/${path.replace(/[\\*?[\]!#\s]/g, '?')}`;
}
