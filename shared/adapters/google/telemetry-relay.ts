import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentData, Firestore } from '@google-cloud/firestore';
import { type Report, warn } from '../report.ts';
import { keptOpen } from './task-events/kept-open.ts';

/** Brings telemetry from the bot that received it to the bot that draws. Latest only, and it may be lost. */
export interface TelemetryRelay {
  /** Hands news of an attempt to the other bots. */
  pass(source: string, raw: string): void;
  /** Hears what other bots pass, until the returned function is called. */
  listen(heard: (raw: string) => void): () => Promise<void>;
  /** The attempt is over. */
  forget(source: string): Promise<void>;
}

interface Options {
  readonly firestore: Firestore;
  /** Which of the bots this is: a bot does not hear itself. */
  readonly bot: string;
  readonly everyMs?: number;
  readonly now?: () => number;
  readonly report?: Report;
}

/** Documents whose attempt was never retired are deleted then, by a TTL policy on `telemetry.expireAt`. */
const KEPT_MS = 24 * 3_600_000;

/** One document per attempt, rewritten about once a second at the most while there is news. */
export function firestoreTelemetryRelay({
  firestore,
  bot,
  everyMs = 1_000,
  now = Date.now,
  report = warn,
}: Options): TelemetryRelay {
  const documents = firestore.collection('telemetry');
  /** By attempt, what came while its document was busy. */
  const waiting = new Map<string, string | undefined>();

  async function write(source: string, first: string): Promise<void> {
    for (let news: string | undefined = first; news !== undefined; news = waiting.get(source)) {
      waiting.set(source, undefined);
      const document = { raw: news, bot, expireAt: new Date(now() + KEPT_MS) };
      await Promise.all([documents.doc(source).set(document).catch(report), sleep(everyMs, undefined, { ref: false })]);
    }
    waiting.delete(source);
  }

  function heardIn(document: DocumentData, heard: (raw: string) => void): void {
    if (document.bot !== bot && typeof document.raw === 'string') heard(document.raw);
  }

  return {
    pass: (source, raw) => {
      if (waiting.has(source)) waiting.set(source, raw);
      else void write(source, raw);
    },
    listen: (heard) => {
      const stopped = new AbortController();
      const listening = keptOpen(
        ({ works, fails }) => {
          // The TTL policy takes its time.
          const alive = documents.where('expireAt', '>', new Date(now()));
          return alive.onSnapshot((snapshot) => {
            works();
            for (const { type, doc } of snapshot.docChanges()) if (type !== 'removed') heardIn(doc.data(), heard);
          }, fails);
        },
        { stopped: stopped.signal, report },
      );
      return async () => {
        stopped.abort();
        await listening;
      };
    },
    forget: async (source) => {
      if (waiting.has(source)) waiting.set(source, undefined);
      await documents.doc(source).delete();
    },
  };
}
