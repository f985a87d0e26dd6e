import { mkdir } from 'node:fs/promises';
import type { Assignment } from '#shared/worker-api.ts';
import { type Dependencies, type Kept, openDependencies } from '../cache/dependencies.ts';
import type { Shelf } from '../cache/shelf.ts';
import type { CheckPlan } from '../checks/check.ts';
import { definesChecks, locksDependencies } from '../checks/definitions.ts';
import { describeTools } from '../checks/tools.ts';
import { checkOut, entriesAt } from '../commits.ts';
import type { Git } from '../git.ts';
import { settingOf } from '../measure.ts';
import { roomIn } from '../rooms.ts';
import { type SetUpNeeds, setUp } from './set-up.ts';

interface Needs extends SetUpNeeds {
  readonly assignment: Pick<Assignment, 'base' | 'cloneUrl' | 'egress'>;
  readonly git: Git;
  /** What set-ups left behind, where this machine keeps it. */
  readonly dependencies: Shelf | undefined;
}

/** A pristine room with everything in it that the checks need. */
interface Ready {
  /** What of it was there before, for people. */
  readonly reused?: string;
  /** Leaves the room for attempts to come. To be called before an agent is let in. */
  keep(): Promise<void>;
}

/** Lays out the base commit and sets it up, or takes both from where an earlier attempt left them. */
export async function makeReady(plan: CheckPlan, base: string, needs: Needs, signal: AbortSignal): Promise<Ready> {
  const { git, report, folders } = needs;
  const { pristine } = folders;
  const cache = plan.setup.length > 0 ? await openCache(plan, base, needs, signal) : undefined;
  const same = await cache?.restore(base, pristine);
  if (same) {
    await git.run(['read-tree', base]);
    return { reused: told(report, `dependencies from the cache of ${shortOf(same)}`), keep: async () => undefined };
  }
  let reused: string | undefined;
  const layOut = async (stop: AbortSignal) => {
    await checkOut(git, base, { workTree: pristine.workspace, signal: stop });
    const similar = await cache?.layDownloads(pristine);
    reused = similar && told(report, `downloads from the cache of ${shortOf(similar)}`);
  };
  await setUp({ plan, base, layOut }, needs, signal);
  return { ...(reused !== undefined && { reused }), keep: async () => cache?.keep(base, pristine) };
}

const shortOf = ({ commit, at }: Kept): string => `${commit.slice(0, 7)} (${new Date(at).toISOString().slice(0, 10)})`;

function told(report: Needs['report'], words: string): string {
  report({ doing: words });
  return words;
}

/** Nothing is kept, or trusted, that did not come out of a sandbox. */
async function openCache(
  plan: CheckPlan,
  base: string,
  needs: Needs,
  signal: AbortSignal,
): Promise<Dependencies | undefined> {
  const { dependencies: shelf, assignment, git } = needs;
  if (!shelf) return undefined;
  const tools = await toolsHere(base, needs, signal);
  if (tools === undefined) return undefined;
  const files = [...(await entriesAt(git, base))].filter(([path]) => definesChecks(path) || locksDependencies(path));
  const determined = {
    repository: assignment.cloneUrl,
    branch: assignment.base,
    setup: plan.setup,
    files: files.map(([path, entry]) => `${entry} ${path}`),
    tools,
    egress: assignment.egress,
  };
  return openDependencies({ shelf, determined, now: Date.now, signal });
}

/** Looked at in an empty room, because what is in one may change what is found. Undefined where nothing isolates. */
async function toolsHere(base: string, needs: Needs, signal: AbortSignal): Promise<string | undefined> {
  const room = roomIn(needs.folders.root, 'tools');
  await Promise.all([room.workspace, room.home].map((folder) => mkdir(folder, { recursive: true })));
  const sandbox = await needs.openSandbox(room, 'none');
  try {
    return sandbox.kind === 'none' ? undefined : await describeTools(settingOf(needs, sandbox, base, signal));
  } finally {
    await sandbox.close();
  }
}
