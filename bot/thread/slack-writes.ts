import { type KnownBlock, WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import type { Drawn } from './draw.ts';

/** How a write ended, as far as anybody can know. */
type Written =
  | { readonly outcome: 'done'; readonly ts: string }
  /** Slack said no, and will say no again: the message or its place is gone, or we may not write there. */
  | { readonly outcome: 'refused'; readonly error: string }
  | { readonly outcome: 'limited'; readonly retryAfterMs: number }
  /** No answer: it may have happened. */
  | { readonly outcome: 'unsure'; readonly cause: unknown };

interface Place {
  readonly channel: string;
  readonly thread?: string;
}

/** `missing`: it was looked for, and is not there. */
type Found = Written | { readonly outcome: 'missing' };

export interface SlackWrites {
  post(where: Place, postId: string, drawn: Drawn): Promise<Written>;
  update(where: { channel: string; ts: string }, postId: string, drawn: Drawn): Promise<Written>;
  /** The `ts` of a message we may have posted without hearing so. */
  find(where: Place, postId: string, since: number): Promise<Found>;
  /** A channel to reach one person in; undefined when there is none. */
  direct(person: string): Promise<string | undefined>;
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

    find: async (where, postId, since) => {
      try {
        const ts = await search(updater, where, postId, since);
        return ts === undefined ? { outcome: 'missing' } : { outcome: 'done', ts };
      } catch (error) {
        return failed(error);
      }
    },

    direct: async (person) => {
      try {
        return (await updater.conversations.open({ users: person })).channel?.id;
      } catch (error) {
        // Somebody who left, or whom we may not write to.
        if (error instanceof WebAPIPlatformError) return undefined;
        throw error;
      }
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

/** Everything said there since then, page by page: a busy channel has many. */
async function search(client: WebClient, { channel, thread }: Place, postId: string, since: number) {
  const around = { channel, include_all_metadata: true, limit: 200, oldest: String(since / 1000 - 60) };
  const pages = thread
    ? client.paginate('conversations.replies', { ...around, ts: thread })
    : client.paginate('conversations.history', around);
  for await (const page of pages) {
    const { messages = [] } = page as { messages?: readonly Marked[] };
    const found = messages.find((message) => postIdOf(message) === postId);
    if (found) return found.ts;
  }
  return undefined;
}

interface Marked {
  readonly ts?: string;
  readonly metadata?: { readonly event_payload?: object };
}

/** The mark every message of ours carries, `<task>/<key>`: how one is found again. */
export function postIdOf(message: { metadata?: { event_payload?: object } }): unknown {
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
    const retryAfterMs = PAUSES.get(code);
    if (retryAfterMs !== undefined) return { outcome: 'limited', retryAfterMs };
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

/** Nothing arrived, and not because of the message: Slack takes none from us for now, or until somebody mends the token. */
const PAUSES: ReadonlyMap<string, number> = new Map([
  ['ratelimited', 5_000],
  ['rate_limited', 5_000],
  ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'missing_scope'].map(
    (code) => [code, 60_000] as const,
  ),
]);
