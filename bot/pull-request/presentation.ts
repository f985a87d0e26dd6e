import type { RepoHost } from '#shared/ports.ts';
import type { NotPresented, Presentation } from '#shared/pull-request.ts';
import { TaskError } from '#shared/task/failure.ts';
import { type Policy, pullRequestsOf } from '#shared/task/policy.ts';
import { askerOf, type Task } from '#shared/task/task.ts';
import type { Logger } from '../log.ts';

/** What the policy wants of a task's pull request; who asked is assigned when the policy knows who that is on GitHub. */
function presentationOf(task: Task, policy: Policy): Presentation {
  const { labels, reviewers } = pullRequestsOf(policy, task.request.repository);
  const asker = policy.people[askerOf(task).id]?.github;
  return { labels, reviewers, assignees: asker === undefined ? [] : [asker] };
}

interface Needs {
  readonly host: Pick<RepoHost, 'present'>;
  readonly policy: Policy;
  readonly log: Logger;
}

/**
 * Presents a pull request, and gives what could not be had, in words for the thread. None of it is worth failing for: the
 * work is pushed, and people can do the rest.
 */
export async function presentPullRequest(
  task: Task,
  number: number,
  { host, policy, log }: Needs,
): Promise<readonly string[]> {
  const presentation = presentationOf(task, policy);
  try {
    const missing = await host.present(task.request.repository, number, presentation);
    for (const each of missing) log.warn('pull_request.not_presented', { task: task.id, number, ...each });
    return missing.flatMap(inWords);
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    log.warn('pull_request.not_presented', { task: task.id, number, why: error.message });
    return [`Labels and reviewers may be missing: ${error.message}`];
  }
}

/** That somebody could not be assigned is nobody's business: the body names them. */
function inWords({ what, name, why }: NotPresented): readonly string[] {
  if (what === 'assignee') return [];
  return [
    what === 'label' ? `I could not set the label ${name}: ${why}` : `I could not ask ${name} for a review: ${why}`,
  ];
}
