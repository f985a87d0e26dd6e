import { createAttend } from '#bot/dispatch/attend.ts';
import { createDispatch } from '#bot/dispatch/dispatch.ts';
import { createRemember } from '#bot/dispatch/remember.ts';
import { createRights } from '#bot/dispatch/rights.ts';
import { createRecorder } from '#bot/events/record.ts';
import { TIMING } from '#bot/timing.ts';
import type { JobRunner, TaskStore } from '#shared/ports.ts';
import type { Policy } from '#shared/task/policy.ts';
import { openGround, openRunner, policyOf } from '../ground.ts';
import { HEAD } from '../tasks.ts';

/** What the dispatcher acts through: each call of these is a place where it may be interrupted. */
export interface Acts {
  readonly store: TaskStore;
  readonly runner: JobRunner;
  readonly channelName: (channel: string) => Promise<string | undefined>;
}

const CLONE = 'https://github.test/acme/shop.git';

/** All of dispatch on the embedded store and queue, with executions that are only noted down. */
export function openPlace({ policy = policyOf(), runner = {} }: { policy?: Policy; runner?: Partial<JobRunner> } = {}) {
  const ground = openGround();
  const jobs = openRunner();
  const github = {
    heads: new Map<string, string>(),
    opened: [] as string[],
    told: [] as string[],
    revoked: [] as string[],
  };
  const rights = createRights(Buffer.alloc(32, 3));
  const host = {
    repository: async (name: string) => ({ name, defaultBranch: 'main', cloneUrl: CLONE }),
    head: async (_: string, branch: string) => (branch === 'main' ? HEAD : github.heads.get(branch)),
  };
  const acts: Acts = { store: ground.store, runner: { ...jobs.runner, ...runner }, channelName: async () => 'general' };
  const { now } = ground;

  const dispatchWith = ({ store, runner, channelName }: Acts) => {
    const admission = { store, host, runner, policy, model: 'scripted', now };
    const recorder = createRecorder({ store, now });
    return createDispatch({ store, recorder, runner, rights, policy, admission, channelName, now });
  };
  const recorder = createRecorder(ground);
  const attendWith = (needs: Partial<Parameters<typeof createAttend>[0]> = {}) =>
    createAttend({
      ...ground,
      recorder,
      runner: acts.runner,
      host,
      policy,
      timing: TIMING,
      events: { retire: async () => {} },
      openPullRequest: async ({ id }) => void github.opened.push(id),
      remember: createRemember({ ...ground, redact: (text) => text }),
      tellGitHub: async ({ id }) => void github.told.push(id),
      revokeTokens: async (id) => void github.revoked.push(id),
      ...needs,
    });

  return { ...ground, ...jobs, acts, host, github, rights, recorder, policy, dispatchWith, attendWith };
}
export type Place = ReturnType<typeof openPlace>;

interface Interruption {
  /** Which call, counted from 1 over all ports. */
  readonly at: number;
  readonly when: 'before' | 'after';
  readonly happen: () => void | Promise<void>;
}

/** The same ports, with something happening at one of their calls. `calls`: how many there were so far. */
export function interrupted(acts: Acts, { at, when, happen }: Interruption) {
  let calls = 0;
  const around =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      calls += 1;
      const isNow = calls === at;
      if (isNow && when === 'before') await happen();
      const result = await call(...args);
      if (isNow && when === 'after') await happen();
      return result;
    };
  const { store, runner, channelName } = acts;
  return {
    calls: () => calls,
    acts: {
      store: {
        ...store,
        read: around(store.read),
        commit: around(store.commit),
        takeSlots: around(store.takeSlots),
        giveSlots: around(store.giveSlots),
        askedBy: around(store.askedBy),
      },
      runner: {
        ...runner,
        start: around(runner.start),
        find: around(runner.find),
        stop: around(runner.stop),
        isolation: around(runner.isolation),
      },
      channelName: around(channelName),
    } satisfies Acts,
  };
}
