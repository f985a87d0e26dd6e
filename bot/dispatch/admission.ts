import type { JobRunner, RepoHost, TaskStore } from '#shared/ports.ts';
import type { AdmissionCheck } from '#shared/task/admission.ts';
import { TaskError, type Whose } from '#shared/task/failure.ts';
import { mayAsk, type Policy, type RepositoryPolicy, rolesOf } from '#shared/task/policy.ts';
import type { Moment, Person, TaskRequest } from '#shared/task/task.ts';
import { lengthOf } from '#shared/text/clip.ts';
import { oneLine } from '#shared/text/escape.ts';
import { isWaiting } from './slots.ts';

export interface AdmissionNeeds {
  readonly policy: Policy;
  readonly store: Pick<TaskStore, 'askedBy' | 'spent'>;
  readonly host: Pick<RepoHost, 'repository' | 'head'>;
  readonly runner: Pick<JobRunner, 'isolation'>;
  readonly model: string;
  readonly now: () => Moment;
}

/** What is to be admitted: a task, or only the idea of one (`/agent check`). */
export interface Candidate {
  readonly request: TaskRequest;
  readonly requester: Person;
  readonly channel: { readonly id: string; readonly name?: string };
}

type Name = AdmissionCheck['check'];
/** What a check found; a string means it passed. */
type Found = string | { readonly words: string; readonly whose: Whose; readonly remedy: string };
type Check = (candidate: Candidate, needs: AdmissionNeeds) => Found | Promise<Found>;

/** Every admission test, run before anything is spent. All of them run, so that a refusal names everything at once. */
export async function admit(candidate: Candidate, needs: AdmissionNeeds): Promise<readonly AdmissionCheck[]> {
  return Promise.all(
    Object.entries(CHECKS).map(([name, check]) => timed(name as Name, () => check(candidate, needs), needs.now)),
  );
}

export const isAdmitted = (checks: readonly AdmissionCheck[]): boolean => checks.every((check) => check.passed);

const CHECKS: Readonly<Record<Name, Check>> = {
  payload: ({ request }, { policy }) => {
    const characters = lengthOf(request.words) + lengthOf(request.criteria ?? '');
    const most = policy.limits.request_characters;
    if (oneLine(request.words) === '')
      return yours('The request is empty.', 'Say what to do: `/agent owner/name what to do`.');
    if (characters <= most) return `The request can be read (${characters} characters).`;
    return yours(
      `The request has ${characters} characters; ${most} is the most.`,
      'Keep what decides the work, and put long material into an issue or a file of the repository.',
    );
  },

  requester: ({ requester }, { policy }) => {
    const roles = rolesOf(policy, requester.id);
    if (roles.length > 0) return `${requester.name} is ${roles.join(', ')} here.`;
    return yours(
      `${requester.name} has no role here.`,
      'Ask whoever runs this bot to add you to a role in the policy.',
    );
  },

  repository: ({ request, channel }, { policy }) => {
    const repository = ruleOf(policy, request.repository);
    if (!repository) {
      const known = Object.keys(policy.repositories).slice(0, 10).join(', ') || 'none yet';
      return yours(
        `I do not work on ${oneLine(request.repository)}.`,
        `I work on: ${known}. Whoever runs this bot can add others to the policy.`,
      );
    }
    if (!repository.channels || isIn(repository.channels, channel)) return `${request.repository} is in the policy.`;
    return yours(
      `${request.repository} may not be asked for in this channel.`,
      `Ask in ${repository.channels.join(' or ')}.`,
    );
  },

  access: ({ request, requester }, { policy }) => {
    const repository = ruleOf(policy, request.repository);
    if (!repository || mayAsk(repository, rolesOf(policy, requester.id)))
      return `${requester.name} may ask for changes here.`;
    return yours(
      `${requester.name} may not ask for changes to ${request.repository}.`,
      `It takes one of the roles ${repository.roles?.join(', ')}; whoever runs this bot can give it.`,
    );
  },

  github: async ({ request }, { host, policy }) => {
    // An unknown repository is refused above, and nobody may use this bot to find out what else its App can see.
    if (!ruleOf(policy, request.repository)) return 'Not asked: the repository is not in the policy.';
    const repository = await host.repository(request.repository);
    const base = baseOf(request, policy, repository.defaultBranch);
    if (await host.head(request.repository, base))
      return `The App can work on ${request.repository}, and the branch ${base} is there.`;
    return yours(
      `${request.repository} has no branch ${oneLine(base)}, or nothing was committed to it yet.`,
      `Name a branch that exists (its default branch is ${repository.defaultBranch}), or push a first commit.`,
    );
  },

  sandbox: async ({ request }, { runner, policy, model }) => {
    const isolation = await runner.isolation();
    if (isolation.sandbox !== 'none') return `Work runs in ${isolation.sandbox}, without network.`;
    if (mayRunUnsandboxed(policy, request.repository, model)) {
      return `Not sandboxed: ${isolation.why} The scripted model may still work on the playground's own samples.`;
    }
    return {
      words: `There is no sandbox to work in: ${isolation.why}`,
      whose: 'service',
      remedy: 'Whoever runs this bot has to mend that on its machine.',
    };
  },

  capacity: async ({ requester }, { store, policy }) => {
    const most = policy.limits.queued_per_person;
    const waiting = (await store.askedBy(requester.id, most + 50)).filter(isWaiting).length;
    if (waiting < most) return `${policy.limits.running} tasks may run at once.`;
    return yours(
      `${requester.name} has ${waiting} tasks waiting already; ${most} is the most.`,
      'Wait for one to start, or cancel one in the Home tab.',
    );
  },

  budget: async ({ requester }, { store, policy, now }) => {
    const most = policy.limits.usd_per_person_and_day;
    const spent = await store.spent(requester.id, now() - DAY_MS);
    if (spent < most) return `$${spent.toFixed(2)} of $${most.toFixed(2)} spent in 24 hours.`;
    return yours(
      `${requester.name} has spent $${spent.toFixed(2)} in 24 hours; $${most.toFixed(2)} is the most.`,
      'Ask again later, or ask whoever runs this bot for a higher limit.',
    );
  },
};

const DAY_MS = 24 * 60 * 60 * 1000;

/** Where work starts from: as asked, as the policy says, or the repository's default. */
export function baseOf(request: TaskRequest, policy: Policy, defaultBranch: string): string {
  return request.base ?? ruleOf(policy, request.repository)?.base ?? defaultBranch;
}

/** Only what the playground ships, and only with a model that can do nothing it was not written to do. */
export function mayRunUnsandboxed(policy: Policy, repository: string, model: string): boolean {
  return model === 'scripted' && (ruleOf(policy, repository)?.sample ?? false);
}

/** What was asked for may be called as something that every object has. */
function ruleOf({ repositories }: Policy, name: string): RepositoryPolicy | undefined {
  return Object.hasOwn(repositories, name) ? repositories[name] : undefined;
}

function isIn(channels: readonly string[], channel: Candidate['channel']): boolean {
  return channels.some((given) => {
    const name = given.replace(/^#/, '');
    return name === channel.id || name === channel.name;
  });
}

const yours = (words: string, remedy: string): Found => ({ words, whose: 'yours', remedy });

async function timed(check: Name, run: () => Found | Promise<Found>, now: () => Moment): Promise<AdmissionCheck> {
  const before = now();
  const found = await answer(run);
  const tookMs = Math.max(0, now() - before);
  if (typeof found === 'string') return { check, passed: true, words: found, tookMs };
  const { words, whose, remedy } = found;
  return { check, passed: false, words, tookMs, refusal: { whose, remedy } };
}

/** A check that meets an expected problem is a refusal; anything transient makes the delivery come again instead. */
async function answer(run: () => Found | Promise<Found>): Promise<Found> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof TaskError) || error.whose === 'transient') throw error;
    return { words: error.message, whose: error.whose, remedy: error.remedy };
  }
}
