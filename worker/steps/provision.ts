import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TaskError } from '#shared/task/failure.ts';
import { clip } from '#shared/text/clip.ts';
import type { Redact } from '#shared/text/redact.ts';
import type { Assignment } from '#shared/worker-api.ts';
import type { Bot } from '../bot.ts';
import type { CheckPlan } from '../checks/check.ts';
import { planChecks } from '../checks/plan.ts';
import { runSetup } from '../checks/run.ts';
import { runErrand } from '../checks/setting.ts';
import { checkOut, entriesAt, initialise, leftovers, readFileAt } from '../commits.ts';
import type { Git } from '../git.ts';
import { settingOf } from '../measure.ts';
import type { Tell } from '../publisher.ts';
import { connectRemote, type Remote } from '../remote.ts';
import { copyRoom, type Folders, type OpenSandbox } from '../rooms.ts';
import type { Limits } from '../sandbox/sandbox.ts';
import type { Step } from '../step.ts';
import type { ReportNews } from '../telemetry.ts';

/** What the work stands on. The agent's room is ready; the pristine one is kept for the checks. */
export interface Ground {
  readonly base: string;
  /** Where the agent starts: base, or what an earlier attempt pushed. */
  readonly start: string;
  readonly plan: CheckPlan;
}

interface Needs {
  readonly assignment: Pick<Assignment, 'request' | 'base' | 'branch' | 'cloneUrl'>;
  readonly bot: Pick<Bot, 'token'>;
  readonly git: Git;
  readonly folders: Folders;
  readonly openSandbox: OpenSandbox;
  readonly limits: Limits;
  readonly redact: Redact;
  /** Hears every token before it is used, so that none can be said. */
  readonly keepSecret: (token: string) => void;
  readonly tell: Tell;
  readonly report: ReportNews;
  readonly deadlineMs: number;
}

/** Brings the repository here, installs what it needs, and makes the rooms to work and to check in. */
export function provision(needs: Needs): Step<undefined, Ground> {
  const { assignment, git, folders, tell, deadlineMs } = needs;
  return {
    name: 'provision',
    deadlineMs,
    async run(_, signal) {
      const { base, start } = await bring(needs, signal);
      await git.run(['update-ref', 'HEAD', base]);
      await checkOut(git, base, { workTree: folders.pristine.workspace, signal });
      const plan = await planChecks({
        read: (path) => readFileAt(git, base, path),
        list: async () => [...(await entriesAt(git, base)).keys()],
      });
      await setUp(plan, base, needs, signal);
      await makeAgentRoom({ base, start }, needs, signal);
      tell({ type: 'workspace.ready', branch: assignment.base, commit: base });
      return { base, start, plan };
    },
    gist: ({ base, start, plan }) =>
      `${assignment.base} at ${base.slice(0, 7)}${start === base ? '' : ', going on from what is pushed'}; ${plan.words}`,
  };
}

/** Fetches the base branch, and the task's own when an earlier attempt pushed it. */
async function bring(needs: Needs, signal: AbortSignal): Promise<Pick<Ground, 'base' | 'start'>> {
  const { assignment, bot, git, keepSecret } = needs;
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

/** Installs in the pristine room, of all places the only one with a network. */
async function setUp(plan: CheckPlan, base: string, needs: Needs, signal: AbortSignal): Promise<void> {
  const sandbox = await needs.openSandbox(needs.folders.pristine, plan.setup.length > 0 ? 'egress' : 'none');
  try {
    const setting = settingOf(needs, sandbox, base, signal);
    await runSetup(plan, setting);
    const { done, output } = await runErrand(USABLE, 64 * 1024, setting);
    if (!done) throw roomUnusable(output);
  } finally {
    await sandbox.close();
  }
}

/** Whatever the set-up did: files can be read and written, and the home is there. */
const USABLE = ['sh', '-c', 'ls -A . > "$HOME/.usable" && test -w . && rm "$HOME/.usable"'];

function roomUnusable(output: string): TaskError {
  return new TaskError(
    'workspace_unusable',
    `After its set-up the workspace cannot be used: ${clip(output.trim(), 500)}`,
    {
      whose: 'yours',
      remedy: 'Let the set-up leave the folder of the repository and the home directory writable.',
    },
  );
}

async function makeAgentRoom(ground: Pick<Ground, 'base' | 'start'>, needs: Needs, signal: AbortSignal): Promise<void> {
  const { git, folders } = needs;
  const workTree = folders.agent.workspace;
  await copyRoom(folders.pristine, folders.agent, signal);
  await checkOut(git, ground.start, { workTree, from: ground.base, signal });
  await git.run(['update-ref', 'HEAD', ground.start]);
  // What the set-up left behind is not the agent's work, and must not be committed as such.
  const patterns = (await leftovers(git, workTree)).map(ignorePattern);
  await mkdir(join(git.directory, 'info'), { recursive: true });
  await appendFile(join(git.directory, 'info', 'exclude'), patterns.map((pattern) => `${pattern}\n`).join(''));
}

/** Characters that mean something to git stand for themselves as `?`, which means any one character. */
function ignorePattern(path: string): string {
  return `/${path.replace(/[\\*?[\]!#\s]/g, '?')}`;
}
