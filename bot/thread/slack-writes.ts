import { type KnownBlock, WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import type { Drawn } from './draw.ts';

/** How a write ended, as far as anybody can know. */
export type Written =
  | { readonly outcome: 'done'; readonly ts: string }
  /** Slack said no, and will say no again: the message or its place is gone, or we may not write there. */
  | { readonly outcome: 'refused'; readonly error: string }
  | { readonly outcome: 'limited'; readonly retryAfterMs: number }
  /** No answer: it may have happened. */
  | { readonly outcome: 'unsure'; readonly cause: unknown };

export interface SlackWrites {
  post(where: { channel: string; thread?: string }, postId: string, drawn: Drawn): Promise<Written>;
  update(where: { channel: string; ts: string }, postId: string, drawn: Drawn): Promise<Written>;
  /** The `ts` of a message we may have posted without hearing so. */
  find(where: { channel: string; thread?: string }, postId: string, since: number): Promise<string | undefined>;
  /** A channel to reach one person in. */
  direct(person: string): Promise<string>;
  join(channel: string): Promise<boolean>;
}

const EVENT_TYPE = 'bellhop_message';
/** Nothing unfolds, nobody is linked by name, and `parse` is said each time: an update defaults to another one than a post. */
const QUIET = { unfurl_links: false, unfurl_media: false, link_names: false, parse: 'none' } as const;

/** Posts are never sent twice by the client itself; updates may be, they are idempotent. */
export function createSlackWrites({ poster, updater }: { poster: WebClient; updater: WebClient }): SlackWrites {
  const mark = (postId: string) => ({ event_type: EVENT_TYPE, event_payload: { post_id: postId } });
  const content = ({ text, blocks }: Drawn) => ({ text, blocks: blocks as KnownBlock[] });

  return {
    post: ({ channel, thread }, postId, drawn) =>
      written(() =>
        poster.chat.postMessage({
          ...QUIET,
          channel,
          ...(thread && { thread_ts: thread }),
          metadata: mark(postId),
          ...content(drawn),
        }),
      ),

    update: ({ channel, ts }, postId, drawn) =>
      written(() =>
        updater.chat.update({
          link_names: false,
          parse: 'none',
          channel,
          ts,
          metadata: mark(postId),
          ...content(drawn),
        }),
      ),

    find: async ({ channel, thread }, postId, since) => {
      const around = { channel, include_all_metadata: true, limit: 100, oldest: String(since / 1000 - 60) };
      const { messages = [] } = thread
        ? await updater.conversations.replies({ ...around, ts: thread })
        : await updater.conversations.history(around);
      return messages.find((message) => postIdOf(message) === postId)?.ts;
    },

    direct: async (person) => {
      const { channel } = await updater.conversations.open({ users: person });
      if (!channel?.id) throw new Error(`Slack opened no direct message with ${person}`);
      return channel.id;
    },

    join: async (channel) => {
      try {
        await updater.conversations.join({ channel });
        return true;
      } catch (error) {
        // Private channels and missing scopes: the person is reached directly instead.
        if (error instanceof WebAPIPlatformError) return false;
        throw error;
      }
    },
  };
}

function postIdOf(message: { metadata?: { event_payload?: object } }): unknown {
  const payload: { post_id?: unknown } = message.metadata?.event_payload ?? {};
  return payload.post_id;
}

async function written(call: () => Promise<{ ts?: string }>): Promise<Written> {
  try {
    const { ts } = await call();
    return ts ? { outcome: 'done', ts } : { outcome: 'unsure', cause: new Error('Slack gave no ts') };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Written {
  if (error instanceof WebAPIRateLimitedError) return { outcome: 'limited', retryAfterMs: error.retryAfter * 1000 };
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (code === 'ratelimited') return { outcome: 'limited', retryAfterMs: 5_000 };
    return TRANSIENT.has(code) ? { outcome: 'unsure', cause: error } : { outcome: 'refused', error: code };
  }
  return { outcome: 'unsure', cause: error };
}

const TRANSIENT: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);
