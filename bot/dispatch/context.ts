import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { RepoHost, TaskStore } from '#shared/ports.ts';
import type { Policy } from '#shared/task/policy.ts';
import type { Task } from '#shared/task/task.ts';
import { clip } from '#shared/text/clip.ts';
import { plain, unescapeMrkdwn } from '#shared/text/escape.ts';
import type { ContextAnswer } from '#shared/worker-api.ts';
import { baseOf } from './admission.ts';

interface Needs {
  readonly client: WebClient;
  readonly store: Pick<TaskStore, 'shown'>;
  readonly host: RepoHost;
  readonly policy: Policy;
  /** The bot's own user, whose messages are no context. */
  readonly self: string;
}

/** What people wrote for people about this repository; an agent reads it as they do. */
const FILES = ['AGENTS.md', 'CLAUDE.md', 'CONTRIBUTING.md', '.github/CONTRIBUTING.md', 'README.md'];
const PULL_REQUESTS = 5;
const MESSAGES = 50;

/** Gathers what hydration starts from: the thread, the repository's own words, how its recent pull requests look. */
export function createContext({ client, store, host, policy, self }: Needs): (task: Task) => Promise<ContextAnswer> {
  async function thread(task: Task): Promise<ContextAnswer['thread']> {
    const card = (await store.shown(task.id)).get('card');
    if (!card?.ts) return [];
    const messages = await inThread(client, card.channel, card.ts);
    return messages
      .filter(({ user, bot_id }) => user !== undefined && user !== self && bot_id === undefined)
      .map(({ user = '', text = '' }) => ({ by: user, words: clip(plain(unescapeMrkdwn(text)), 4_000) }));
  }

  async function files({ request }: Task): Promise<ContextAnswer['files']> {
    const { defaultBranch } = await host.repository(request.repository);
    const base = baseOf(request, policy, defaultBranch);
    const texts = await Promise.all(
      FILES.map(async (path) => ({ path, text: await host.file(request.repository, path, base) })),
    );
    return texts.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]));
  }

  return async (task) => {
    const [said, read, recent] = await Promise.all([
      thread(task),
      files(task),
      host.recentPullRequests(task.request.repository, PULL_REQUESTS),
    ]);
    return {
      thread: said,
      files: read,
      pullRequests: recent.map(({ number, title, body }) => ({ number, title, body })),
    };
  };
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
