import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Pace, TaskStore } from '#shared/ports.ts';
import { type Policy, repositoriesFor } from '#shared/task/policy.ts';
import type { Moment, Task } from '#shared/task/task.ts';
import type { Logger } from '../log.ts';
import { takeTurn } from '../thread/pace.ts';
import { home, type ListedTask } from '../views/home.ts';

/** The Home tabs people look at. */
export interface Home {
  /** Draws a person's tab now, and again on changes for as long as they may still be looking. */
  opened(person: string): Promise<void>;
  /** A task changed: its requester's tab is drawn again soon, if it is open. */
  changed(task: Task): void;
}

interface Needs {
  readonly client: WebClient;
  readonly store: Pick<TaskStore, 'askedBy'>;
  readonly policy: Policy;
  readonly pace: Pace;
  readonly linked: (tasks: readonly Task[]) => Promise<readonly ListedTask[]>;
  readonly peopleName: (person: string) => Promise<string>;
  /** Looks whether the task's branch is still where its evidence is. */
  readonly look: (task: Task) => Promise<void>;
  readonly team: string;
  readonly log: Logger;
  readonly now: () => Moment;
}

const LOOKING_MS = 10 * 60_000;
const REST_MS = 2_000;
const TURN = { kind: 'publish', priority: 1, rested: true } as const;
const MOST_TASKS = 200;
const MOST_LOOKED_AT = 20;

export function createHome(needs: Needs): Home {
  const { client, store, policy, pace, now } = needs;
  const openedAt = new Map<string, Moment>();
  const due = new Set<string>();

  async function publish(person: string): Promise<readonly Task[]> {
    const asked = await store.askedBy(person, MOST_TASKS);
    const tasks = await needs.linked(asked);
    const name = await needs.peopleName(person);
    const view = home({
      person: { id: person, name },
      tasks,
      repositories: repositoriesFor(policy, person),
      now: now(),
    });
    await client.views.publish({ user_id: person, view });
    return asked;
  }

  /** Changes within a moment are drawn as one; without a turn in the budget, a moment later. */
  function publishSoon(person: string): void {
    if (due.has(person)) return;
    due.add(person);
    setTimeout(() => void publishDue(person), REST_MS).unref();
  }

  async function publishDue(person: string): Promise<void> {
    due.delete(person);
    try {
      const waitMs = await takeTurn(pace, { team: needs.team, channel: person }, TURN);
      if (waitMs > 0) publishSoon(person);
      else await publish(person);
    } catch (error) {
      // The tab is drawn again at the next change, or when it is opened again.
      needs.log.error('home.failed', error, { person });
    }
  }

  return {
    opened: async (person) => {
      openedAt.set(person, now());
      const shown = (await publish(person)).slice(0, MOST_LOOKED_AT);
      // What they find comes as a change, and the tab is drawn again.
      for (const task of shown) void needs.look(task);
    },
    changed: ({ requester }) => {
      const at = openedAt.get(requester.id);
      if (at !== undefined && now() - at < LOOKING_MS) publishSoon(requester.id);
      else openedAt.delete(requester.id);
    },
  };
}

/** The same event comes for the Messages tab, which has no view of its own. */
export const homeOpened =
  ({ home }: { home: Home }) =>
  async ({ event }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    if (event.tab === 'home') await home.opened(event.user);
  };
