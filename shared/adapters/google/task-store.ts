import type { Firestore } from '@google-cloud/firestore';
import type { TaskStore } from '#shared/ports.ts';
import { createAsk } from './task-store/ask.ts';
import { serverClock } from './task-store/clock.ts';
import { leases } from './task-store/leases.ts';
import { notes } from './task-store/notes.ts';
import { queries } from './task-store/queries.ts';
import { records } from './task-store/records.ts';
import { shown } from './task-store/shown.ts';
import { slots } from './task-store/slots.ts';
import { watching } from './task-store/watch.ts';

interface Options {
  /** Told when the listener behind `watch` broke; it is opened again, and nothing is missed. */
  readonly onBroken?: (error: unknown) => void;
  /** How long a person is made to wait for an answer of Firestore. */
  readonly patienceMs?: number;
  readonly random?: () => number;
}

/**
 * The durable truth in Firestore. No transaction anywhere: one whose holder was killed locks its documents for a
 * minute. What must happen once is created once; what changes is written with the update time it was read at.
 */
export function firestoreTaskStore(firestore: Firestore, options: Options = {}): TaskStore {
  const { onBroken = () => {}, patienceMs = 15_000, random = Math.random } = options;
  const ask = createAsk({ patienceMs, random, onBack: () => listenAgain() });
  const clock = serverClock();
  const { watch, listenAgain } = watching(firestore, { ask, clock, onBroken });
  return {
    ...records(firestore, ask, clock),
    watch,
    ...queries(firestore, ask),
    ...leases(firestore, ask),
    ...slots(firestore, ask),
    ...notes(firestore, ask),
    ...shown(firestore, ask),
  };
}
