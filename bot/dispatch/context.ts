import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Memory, RepoHost, TaskStore } from '#shared/ports.ts';
import type { Remark } from '#shared/pull-request.ts';
import type { Policy } from '#shared/task/policy.ts';
import type { Moment, Task } from '#shared/task/task.ts';
import type { ContextAnswer } from '#shared/worker-api.ts';
import { toldToAgents } from './remember.ts';
import { createSurroundings } from './surroundings.ts';
import { threadWords } from './thread-words.ts';

interface Needs {
  readonly client: WebClient;
  readonly store: Pick<TaskStore, 'shown'>;
  readonly host: RepoHost;
  readonly memory: Pick<Memory, 'of'>;
  readonly policy: Policy;
  /** The bot's own user, whose messages are no context. */
  readonly self: string;
  readonly peopleName: (person: string) => Promise<string>;
  readonly now: () => Moment;
}

const MESSAGES = 50;

const REMARKS = 40;
/** Together; the newest ones say what is left to do. */
const REMARK_CHARACTERS = 24_000;

/** Gathers what hydration starts from: the thread, the repository's own words, how its recent pull requests look. */
export function createContext(needs: Needs): (task: Task) => Promise<ContextAnswer> {
  const { client, store, host, self, peopleName } = needs;
  const surroundings = createSurroundings(needs);

  async function thread(task: Task): Promise<ContextAnswer['thread']> {
    const card = (await store.shown(task.id)).get('card');
    if (!card?.ts) return [];
    const messages = await inThread(client, card.channel, card.ts);
    const ofPeople = messages.filter(({ user, bot_id }) => user !== undefined && user !== self && bot_id === undefined);
    return [...(await threadWords(ofPeople, task, peopleName))];
  }

  async function remarks({ request, pullRequest }: Task): Promise<Pick<ContextAnswer, 'remarks'>> {
    if (!pullRequest) return {};
    const written = await host.remarks(request.repository, pullRequest.number, REMARKS);
    return written.length === 0 ? {} : { remarks: newestWithin(written, REMARK_CHARACTERS) };
  }

  async function findings({ request }: Task): Promise<Pick<ContextAnswer, 'memory'>> {
    const known = await needs.memory.of(request.repository, needs.now());
    return known.length === 0 ? {} : { memory: known.map(toldToAgents) };
  }

  return async (task) => {
    const [said, around, written, found] = await Promise.all([
      thread(task),
      surroundings(task),
      remarks(task),
      findings(task),
    ]);
    return { thread: said, ...around, ...written, ...found };
  };
}

function newestWithin(remarks: readonly Remark[], characters: number): NonNullable<ContextAnswer['remarks']> {
  let left = characters;
  const kept = remarks.toReversed().filter(({ words }) => {
    left -= words.length;
    return left >= 0;
  });
  return kept.toReversed().map(({ at: _, ...remark }) => remark);
}

/** A thread that was deleted, or that Slack does not show us, is no reason not to work. */
async function inThread(client: WebClient, channel: string, ts: string) {
  try {
    return (await client.conversations.replies({ channel, ts, limit: MESSAGES })).messages ?? [];
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return [];
    throw error;
  }
}
