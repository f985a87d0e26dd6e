import type { Policy } from '#shared/task/policy.ts';
import { branchOf, type Task } from '#shared/task/task.ts';
import type { Assignment } from '#shared/worker-api.ts';
import { baseOf, mayRunUnsandboxed } from './admission.ts';
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
  const price = policy.prices[model.slice(model.indexOf('/') + 1)];
  return {
    task: task.id,
    attempt: task.attempt,
    session: rights.session(session),
    eventKey: rights.eventKey(task.id, task.attempt),
    request: { repository, words, ...(criteria && { criteria }) },
    requester: task.requester,
    base: baseOf(task.request, policy, defaultBranch),
    branch: branchOf(task.id),
    cloneUrl,
    limits: limitsOf(policy),
    ...(price && { price }),
    egress: policy.egress,
    protectedPaths: policy.repositories[repository]?.protected ?? [],
    mayRunUnsandboxed: mayRunUnsandboxed(policy, repository, model),
    leaseMs,
  };
}

function limitsOf({ limits }: Policy): Assignment['limits'] {
  const { turns, tokens, usd, minutes, fix_rounds: fixRounds, command_minutes: commandMinutes } = limits;
  return { turns, tokens, usd, minutes, fixRounds, commandMinutes };
}
