import type { Policy } from '#shared/task/policy.ts';
import { priceIn } from '#shared/task/price.ts';
import { coAuthorOf } from '#shared/task/pull-request-policy.ts';
import { askerOf, branchOf, type Task } from '#shared/task/task.ts';
import type { Assignment } from '#shared/worker-api.ts';
import { baseOf, mayRunUnsandboxed } from './admission.ts';
import { baselineFor } from './baseline.ts';
import type { Rights, Session } from './rights.ts';

interface Around {
  readonly policy: Policy;
  readonly rights: Rights;
  readonly model: string;
  readonly leaseMs: number;
  readonly cloneUrl: string;
  readonly defaultBranch: string;
}

/** All a worker is told, and no more: what it needs of the task, and of the policy what binds it. */
export function assignmentOf(task: Task, session: Session, around: Around): Assignment {
  const { policy, rights, model, leaseMs, cloneUrl, defaultBranch } = around;
  const { repository, words, criteria } = task.request;
  const baseline = baselineFor(task);
  const person = policy.people[askerOf(task).id];
  const price = priceIn(policy.prices, model);
  return {
    task: task.id,
    attempt: task.attempt,
    session: rights.session(session),
    eventKey: rights.eventKey(task.id, task.attempt),
    request: { repository, words, ...(criteria && { criteria }), ...followUpsOf(task) },
    requester: task.requester,
    base: baseOf(task.request, policy, defaultBranch),
    ...(task.work.start && { start: task.work.start }),
    ...(baseline && { baseline }),
    branch: branchOf(task.id),
    cloneUrl,
    limits: limitsOf(policy),
    ...(price && { price }),
    egress: policy.egress,
    protectedPaths: policy.repositories[repository]?.protected ?? [],
    changeLimits: changeLimitsOf(policy, repository),
    ...(person && { coAuthor: coAuthorOf(person) }),
    mayRunUnsandboxed: mayRunUnsandboxed(policy, repository, model),
    leaseMs,
  };
}

function followUpsOf({ followUps }: Task): Pick<Assignment['request'], 'followUps'> {
  return followUps ? { followUps: followUps.map(({ attempt, by, words }) => ({ attempt, by: by.name, words })) } : {};
}

function limitsOf({ limits }: Policy): Assignment['limits'] {
  const { turns, tokens, usd, minutes, fix_rounds: fixRounds, command_minutes: commandMinutes } = limits;
  return { turns, tokens, usd, minutes, fixRounds, commandMinutes };
}

function changeLimitsOf({ limits, repositories }: Policy, repository: string): Assignment['changeLimits'] {
  return {
    files: limits.changed_files,
    lines: limits.changed_lines,
    generatedLines: limits.generated_lines,
    binaryKilobytes: limits.binary_kilobytes,
    fileKilobytes: limits.file_kilobytes,
    generated: repositories[repository]?.generated ?? [],
  };
}
