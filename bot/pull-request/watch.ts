import type { OpenBranch, RepoHost, TaskStore } from '#shared/ports.ts';
import { branchOf, isTaskId, type Moment, type Task, type TaskId, type TaskIn } from '#shared/task/task.ts';
import type { Recorder } from '../events/record.ts';
import type { Logger } from '../log.ts';

/** Notices when somebody pushes to the branch of a pull request: its evidence is of an older commit from then on. */
export interface BranchWatch {
  /** Looks at one task that somebody looks at. Never rejects. */
  look(task: Task): Promise<void>;
  /** Looks at all open pull requests of one repository after another, slowly, until the returned function is called. */
  start(repositories: readonly string[], everyMs: number): () => Promise<void>;
}

interface Needs {
  readonly host: Pick<RepoHost, 'head' | 'openBranches'>;
  readonly store: Pick<TaskStore, 'read'>;
  readonly recorder: Recorder;
  /** What is owed for a task is looked after again. */
  readonly attend: (id: TaskId) => Promise<void>;
  readonly log: Logger;
  readonly now: () => Moment;
}

/** Who opens a tab or asks for a status twice asks GitHub once. */
const GOOD_FOR_MS = 30_000;
const MOST_KEPT = 1_000;

export function createBranchWatch({ host, store, recorder, attend, log, now }: Needs): BranchWatch {
  const lookedAt = new Map<TaskId, Moment>();

  /** A branch that is gone was merged or given up, and proves nothing to anybody any more. */
  async function seenAt(task: TaskIn<'succeeded'>, head: string | undefined): Promise<void> {
    if (head === undefined || head === (task.movedTo ?? task.evidence.head)) return;
    await recorder.record(task.id, ({ attempt, status }) =>
      attempt === task.attempt && status === 'succeeded' ? [{ type: 'branch.moved', head }] : [],
    );
  }

  function isFresh(id: TaskId): boolean {
    const at = lookedAt.get(id);
    if (lookedAt.size >= MOST_KEPT) lookedAt.clear();
    if (at !== undefined && now() - at < GOOD_FOR_MS) return true;
    lookedAt.set(id, now());
    return false;
  }

  /** One that is away, or not ours any more, is looked at again when its turn comes. */
  async function lookAround(repository: string): Promise<void> {
    try {
      for (const open of await host.openBranches(repository)) await lookAtBranch(repository, open);
    } catch (error) {
      log.warn('branch.watch_failed', { repository, error: String(error) });
    }
  }

  async function lookAtBranch(repository: string, { branch, head }: OpenBranch): Promise<void> {
    const id = branch.slice('agent/'.length);
    const task = isTaskId(id) && branchOf(id) === branch ? (await store.read(id))?.task : undefined;
    if (task?.status !== 'succeeded' || task.request.repository !== repository) return;
    await seenAt(task, head);
    await attend(task.id);
  }

  return {
    async look(task) {
      if (task.status !== 'succeeded' || isFresh(task.id)) return;
      try {
        await seenAt(task, await host.head(task.request.repository, branchOf(task.id)));
      } catch (error) {
        // What is shown is as old as before, and the next look may be luckier.
        log.warn('branch.look_failed', { task: task.id, error: String(error) });
      }
    },
    start(repositories, everyMs) {
      if (repositories.length === 0) return async () => {};
      let turn = 0;
      let closed = false;
      let looking: Promise<void> = Promise.resolve();
      let timer = setTimeout(next, everyMs);

      function next(): void {
        looking = lookAround(repositories[turn++ % repositories.length] ?? '').finally(() => {
          if (!closed) timer = setTimeout(next, everyMs);
        });
      }

      return async () => {
        closed = true;
        clearTimeout(timer);
        await looking;
      };
    },
  };
}
