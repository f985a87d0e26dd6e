import type { RepoHost } from '#shared/ports.ts';
import type { Progress, Standing } from '#shared/pull-request.ts';
import { TaskError } from '#shared/task/failure.ts';
import type { Policy } from '#shared/task/policy.ts';
import type { Start } from '#shared/task/reuse.ts';
import { branchOf, type Task } from '#shared/task/task.ts';
import { clip } from '#shared/text/clip.ts';
import { baseOf } from './admission.ts';

/** What was found about a task's branch. */
export interface Found {
  readonly branch: string;
  readonly base: string;
  /** Where the branch is now; absent when there is none. */
  readonly tip?: string;
  /** How it has gone on from its base; absent when they share no history. */
  readonly progress?: Progress | undefined;
  /** The last commit that we know we pushed, by which attempt, and how the branch has gone on from there. */
  readonly ours?: { readonly head: string; readonly attempt: number; readonly since?: Progress | undefined };
  readonly pullRequest?: { readonly number: number; readonly standing: Standing | undefined };
}

type Host = Pick<RepoHost, 'head' | 'progress' | 'standing'>;

/** Where an attempt starts from. A first one starts from its base, and there is nothing to find out. */
export function createStart(
  host: Host,
  policy: Policy,
): (task: Task, defaultBranch: string) => Promise<Start | undefined> {
  return async (task, defaultBranch) => {
    if (task.attempt === 1) return undefined;
    const { repository } = task.request;
    const about = { branch: branchOf(task.id), base: baseOf(task.request, policy, defaultBranch) };
    const [tip, base] = await Promise.all([host.head(repository, about.branch), host.head(repository, about.base)]);
    const ours = lastPushed(task);
    if (!tip || !base) return chooseStart({ ...about, ...(ours && { ours }) });
    const [progress, since, standing] = await Promise.all([
      host.progress(repository, base, tip),
      ours && ours.head !== tip ? host.progress(repository, ours.head, tip) : undefined,
      task.pullRequest && host.standing(repository, task.pullRequest.number),
    ]);
    return chooseStart({
      ...{ ...about, tip, progress },
      ...(ours && { ours: { ...ours, since } }),
      ...(task.pullRequest && { pullRequest: { number: task.pullRequest.number, standing } }),
    });
  };
}

function lastPushed({ past }: Task): Found['ours'] {
  const last = past.findLast(({ end }) => end.status === 'succeeded');
  return last?.evidence && { head: last.evidence.head, attempt: last.attempt };
}

/** Pure: what is pushed is gone on from wherever that makes sense; where it does not, the words say why. */
export function chooseStart(found: Found): Start {
  const { branch, base, tip, progress, ours, pullRequest } = found;
  if (tip === undefined) {
    const why = ours ? `The branch ${branch} is gone` : 'Nothing was pushed before';
    return { from: 'base', words: `${why}, so it starts from ${base}.` };
  }
  if (progress === undefined) throw unrelated(branch, base);
  if (progress.ahead === 0)
    return { from: 'both', commit: tip, words: `All of ${branch} is part of ${base} by now, so it starts from there.` };
  if (pullRequest?.standing?.state === 'merged' && pullRequest.standing.head === tip) {
    const merged = `Pull request #${pullRequest.number} was merged as another commit`;
    return { from: 'both', commit: tip, words: `${merged}, so it starts from ${base} again.` };
  }
  return { from: 'branch', commit: tip, forkedAt: progress.forkedAt, words: goingOn(found, tip, progress) };
}

function goingOn({ branch, base, ours, pullRequest }: Found, tip: string, progress: Progress): string {
  const closed = pullRequest?.standing?.state === 'closed' || pullRequest?.standing?.state === 'merged';
  return [
    `It goes on from ${tip.slice(0, 7)} on ${branch}${whose(ours, tip)}.`,
    ...(progress.behind > 0
      ? [
          `Meanwhile ${base} has ${commits(progress.behind)} more; the change is measured against where the branch began.`,
        ]
      : []),
    ...(closed
      ? [`Pull request #${pullRequest?.number} is ${pullRequest?.standing?.state}, so there will be a new one.`]
      : []),
  ].join(' ');
}

function whose(ours: Found['ours'], tip: string): string {
  if (!ours) return '';
  if (ours.head === tip) return `, which attempt ${ours.attempt} pushed`;
  if (!ours.since || ours.since.behind > 0) return ', which somebody has rewritten since';
  const by = ours.since.authors.map((name) => clip(name, 40)).join(', ');
  return `, with ${commits(ours.since.ahead)}${by ? ` by ${by}` : ''} since attempt ${ours.attempt}`;
}

const commits = (amount: number): string => `${amount} ${amount === 1 ? 'commit' : 'commits'}`;

function unrelated(branch: string, base: string): TaskError {
  return new TaskError('branch_unrelated', `The branch ${branch} has no history in common with ${base} any more.`, {
    whose: 'yours',
    remedy: `Delete the branch ${branch} on GitHub, then retry: it starts from ${base} again.`,
  });
}
