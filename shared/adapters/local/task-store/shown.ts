import type { DatabaseSync } from 'node:sqlite';
import type { Shown, TaskStore } from '#shared/ports.ts';
import { statement } from '../database.ts';

/** What was last shown in each message. */
export function shown(database: DatabaseSync): Pick<TaskStore, 'shown' | 'show'> {
  const upsert = statement(
    database,
    `INSERT INTO shown (subject, key, channel, ts, hash, refused, at)
     VALUES (:subject, :key, :channel, :ts, :hash, :refused, :at)
     ON CONFLICT (subject, key) DO UPDATE SET channel = :channel, ts = :ts, hash = :hash, refused = :refused, at = :at`,
  );
  const select = statement<Row>(
    database,
    'SELECT key, channel, ts, hash, refused, at FROM shown WHERE subject = :subject',
  );
  return {
    shown: async (subject) => new Map(select.all({ subject }).map((row) => [row.key, messageOf(row)])),
    show: async (subject, key, { channel, ts = null, hash = null, refused = null, at }) => {
      upsert.run({ subject, key, channel, ts, hash, refused, at });
    },
  };
}

interface Row {
  readonly key: string;
  readonly channel: string;
  readonly ts: string | null;
  readonly hash: string | null;
  readonly refused: string | null;
  readonly at: number;
}

function messageOf({ channel, ts, hash, refused, at }: Row): Shown {
  return {
    channel,
    ...(ts !== null && { ts }),
    ...(hash !== null && { hash }),
    ...(refused !== null && { refused }),
    at,
  };
}
