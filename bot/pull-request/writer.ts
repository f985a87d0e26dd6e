import type { RepoHost } from '#shared/ports.ts';
import { TaskError } from '#shared/task/failure.ts';
import { type Policy, pullRequestsOf } from '#shared/task/policy.ts';
import { branchOf, type Task, type TaskIn } from '#shared/task/task.ts';
import { clip } from '#shared/text/clip.ts';
import type { Redact } from '#shared/text/redact.ts';
import { baseOf } from '../dispatch/admission.ts';
import type { Recorder } from '../events/record.ts';
import type { Logger } from '../log.ts';
import { pullRequestBody, pullRequestTitle } from './body.ts';
import { presentPullRequest } from './presentation.ts';

interface Needs {
  readonly host: RepoHost;
  readonly recorder: Recorder;
  readonly policy: Policy;
  readonly redact: Redact;
  /** Where a stored artifact can be had. */
  readonly linkTo: (artifact: string) => string;
  readonly log: Logger;
}

/**
 * Opens the pull request of pushed work, or brings the one of this branch up to date, and records it. Asking twice
 * gives the same pull request. Work that is not green becomes a draft, and so does what an agent was stopped in.
 */
export function createPullRequestWriter({
  host,
  recorder,
  policy,
  redact,
  log,
  linkTo,
}: Needs): (task: Task) => Promise<void> {
  return async (task) => {
    if (task.status !== 'finalizing' || !task.pushed) return;
    const { repository } = task.request;
    const branch = branchOf(task.id);
    const { defaultBranch } = await host.repository(repository);
    await isStillThere(host, task);
    const opened = await host.openPullRequest({
      repository,
      branch,
      base: baseOf(task.request, policy, defaultBranch),
      title: redact(pullRequestTitle(task)),
      body: redact(pullRequestBody(task, (attempt, file) => linkTo(`${task.id}/${attempt}/${file}`))),
      draft: isDraft(task, policy),
    });
    const { number, url, draft } = opened;
    // What people took off again stays off: an attempt after the first one only brings it up to date.
    const isNew = number !== task.pullRequest?.number;
    const missing = isNew ? await presentPullRequest(task, number, { host, policy, log }) : [];
    // It is a fact from here on, also when the attempt was stopped or given up meanwhile.
    await recorder.record(task.id, ({ attempt, status }) =>
      attempt === task.attempt && status !== 'succeeded'
        ? [{ type: 'pull_request.opened', number, url, draft, ...told(missing) }]
        : [],
    );
  };
}

const told = (missing: readonly string[]) =>
  missing.length > 0 ? { missing: missing.map((each) => clip(each, 300)) } : {};

const isDraft = ({ evidence, work, request }: TaskIn<'finalizing'>, policy: Policy): boolean =>
  evidence.verdict !== 'green' ||
  work.change?.bound !== undefined ||
  pullRequestsOf(policy, request.repository).draft === 'always';

/** Evidence is bound to a commit: when somebody moved the branch meanwhile, it proves nothing. */
async function isStillThere(host: RepoHost, task: TaskIn<'finalizing'>): Promise<void> {
  const head = await host.head(task.request.repository, branchOf(task.id));
  if (head === task.head) return;
  throw new TaskError('head_moved', `The branch ${branchOf(task.id)} no longer points to the commit that was tested.`, {
    whose: 'yours',
    remedy: 'Somebody pushed to it or removed it; retry to test what is there now.',
  });
}
