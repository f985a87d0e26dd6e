import type { DatabaseSync } from 'node:sqlite';
import { type Message, replyTo } from './message.ts';

const IN_CHANNEL = `SELECT body FROM message
  WHERE channel = ? AND (thread IS NULL OR body ->> 'subtype' = 'thread_broadcast') ORDER BY ts`;
const THREADS = `SELECT thread, count(*) AS replies, max(ts) AS latest, json_group_array(DISTINCT body ->> 'user') AS users
  FROM message WHERE channel = ? AND thread IS NOT NULL GROUP BY thread`;
const IN_THREAD = 'SELECT body FROM message WHERE channel = ? AND (ts = ? OR thread = ?) ORDER BY ts';

/** What a thread adds up to, as Slack writes it on the root. */
export interface ThreadSummary {
  readonly replies: number;
  readonly users: readonly string[];
  readonly latestTs: string;
}

/** The rows under `Messages`: reading and writing, nothing told to anybody. */
export function messageTable(database: DatabaseSync) {
  const find = database.prepare('SELECT body FROM message WHERE channel = ? AND ts = ?');
  const put = database.prepare('INSERT OR REPLACE INTO message (channel, ts, thread, body) VALUES (?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM message WHERE channel = ? AND ts = ?');
  const inChannel = database.prepare(IN_CHANNEL);
  const inThread = database.prepare(IN_THREAD);
  const threads = database.prepare(THREADS);
  return {
    find(channel: string, ts: string): Message | undefined {
      const row = find.get(channel, ts);
      return row === undefined ? undefined : parse(row);
    },
    put(channel: string, message: Message): void {
      put.run(channel, message.ts, replyTo(message) ?? null, JSON.stringify(message));
    },
    remove(channel: string, ts: string): void {
      remove.run(channel, ts);
    },
    inChannel: (channel: string): readonly Message[] => inChannel.all(channel).map(parse),
    threads: (channel: string): ReadonlyMap<string, ThreadSummary> => new Map(threads.all(channel).map(summarized)),
    inThread: (channel: string, ts: string): readonly Message[] => inThread.all(channel, ts, ts).map(parse),
  };
}

/** The newest timestamp ever given out, so that a restarted Slack goes on after it. */
export function newestTs(database: DatabaseSync): string | undefined {
  const row = database.prepare('SELECT max(ts) AS ts FROM message').get();
  return typeof row?.ts === 'string' ? row.ts : undefined;
}

function summarized(row: Record<string, unknown>): [string, ThreadSummary] {
  const users = JSON.parse(String(row.users)) as string[];
  return [String(row.thread), { replies: Number(row.replies), users, latestTs: String(row.latest) }];
}

function parse(row: Record<string, unknown>): Message {
  return JSON.parse(String(row.body)) as Message;
}
