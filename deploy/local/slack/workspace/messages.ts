import type { DatabaseSync } from 'node:sqlite';
import type { Feed } from './feed.ts';
import type { Ids } from './ids.ts';
import { type Draft, type Message, tombstone } from './message.ts';
import { messageTable, type ThreadSummary } from './message-table.ts';
import { withoutReaction, withReaction } from './reactions.ts';
import { TEAM } from './team.ts';

export interface Messages {
  post(channel: string, draft: Draft): Message;
  find(channel: string, ts: string): Message | undefined;
  change(channel: string, message: Message): void;
  remove(channel: string, ts: string): void;
  /** False when that person already gave this reaction, or the message is gone. */
  react(channel: string, ts: string, user: string, name: string): boolean;
  unreact(channel: string, ts: string, user: string, name: string): boolean;
  /** Oldest first; thread replies only when they were also sent to the channel. */
  inChannel(channel: string): readonly Message[];
  /** The root and its replies, oldest first. */
  inThread(channel: string, ts: string): readonly Message[];
  /** What each thread of the channel adds up to, by its root. */
  threads(channel: string): ReadonlyMap<string, ThreadSummary>;
}

/** Every message of every channel. Whatever changes is told to the feed. */
export function createMessages(database: DatabaseSync, ids: Ids, feed: Feed): Messages {
  const table = messageTable(database);
  const { find, inChannel, inThread, threads } = table;
  return {
    find,
    inChannel,
    inThread,
    threads,
    post(channel, draft) {
      const message: Message = { type: 'message', ts: ids.ts(), team: TEAM.id, ...draft };
      table.put(channel, message);
      feed.publish({ type: 'message.posted', channel, message });
      return message;
    },
    change(channel, message) {
      const previous = find(channel, message.ts);
      if (previous === undefined) return;
      table.put(channel, message);
      feed.publish({ type: 'message.changed', channel, message, previous });
    },
    remove(channel, ts) {
      const previous = find(channel, ts);
      if (previous === undefined) return;
      if (inThread(channel, ts).length > 1) table.put(channel, tombstone(previous));
      else table.remove(channel, ts);
      feed.publish({ type: 'message.deleted', channel, previous });
    },
    react(channel, ts, user, name) {
      const before = find(channel, ts);
      const message = before && withReaction(before, user, name);
      if (message === undefined) return false;
      table.put(channel, message);
      feed.publish({ type: 'reaction.added', channel, message, user, name });
      return true;
    },
    unreact(channel, ts, user, name) {
      const before = find(channel, ts);
      const message = before && withoutReaction(before, user, name);
      if (message === undefined) return false;
      table.put(channel, message);
      feed.publish({ type: 'reaction.removed', channel, message, user, name });
      return true;
    },
  };
}
