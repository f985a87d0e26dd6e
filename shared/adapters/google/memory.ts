import type { DocumentSnapshot, Firestore } from '@google-cloud/firestore';
import type { Memory } from '#shared/ports.ts';
import {
  holding,
  LONGEST_MS,
  type MemoryRecord,
  meant,
  merge,
  NOTHING_KNOWN,
  type Remembered,
  without,
} from '#shared/task/memory.ts';
import type { Moment } from '#shared/task/task.ts';
import { createAsk } from './task-store/ask.ts';
import { expiry } from './task-store/expiry.ts';
import { documentName } from './task-store/names.ts';
import { fitting } from './task-store/packs.ts';

interface Options {
  /** How long a person is made to wait for an answer of Firestore. */
  readonly patienceMs?: number;
  readonly random?: () => number;
}

/**
 * What earlier tasks found out: one document for each repository, so that its bounds hold, and what was forgotten stays
 * so, whichever bots write at once. Of two writes from the same state one is refused, and looks anew.
 */
export function firestoreMemory(firestore: Firestore, options: Options = {}): Memory {
  const { patienceMs = 15_000, random = Math.random } = options;
  const ask = createAsk({ patienceMs, random, onBack: () => {} });
  const documentOf = (repository: string) => firestore.collection('memory').doc(documentName(repository));

  async function change(repository: string, now: Moment, alter: (known: Remembered) => Remembered): Promise<void> {
    const found = await documentOf(repository).get();
    const known = knownIn(found);
    const after = alter(known);
    if (after === known) return;
    const body = fitting(`What is known of ${repository}`, JSON.stringify(after));
    const fields = { body, expireAt: expiry(now + LONGEST_MS) };
    if (found.updateTime) await found.ref.update(fields, { lastUpdateTime: found.updateTime });
    else await found.ref.create(fields);
  }

  return {
    of: async (repository, now) => ask(async () => holding(knownIn(await documentOf(repository).get()), now)),

    keep: async (repository, records, now) => ask(() => change(repository, now, (known) => merge(known, records, now))),

    forget: async (repository, what, now) => {
      let gone: readonly MemoryRecord[] = [];
      await ask(() =>
        change(repository, now, (known) => {
          const found = meant(known, what, now);
          // Nothing is found any more when it was forgotten and only the answer was lost.
          if (found.length > 0) gone = found;
          return without(known, what, now);
        }),
      );
      return gone;
    },
  };
}

const knownIn = (document: DocumentSnapshot): Remembered =>
  document.exists ? (JSON.parse(document.get('body')) as Remembered) : NOTHING_KNOWN;
