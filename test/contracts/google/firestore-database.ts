import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { onTestFinished } from 'vitest';
import { firestoreTaskStore } from '#shared/adapters/google/task-store.ts';
import type { TaskStore } from '#shared/ports.ts';
import { startFirestoreProxy } from '../../google/servers/firestore-proxy.ts';

type Options = Parameters<typeof firestoreTaskStore>[1];

/** The machines of tests are busy. */
const PATIENT: Options = { patienceMs: 60_000 };

/** Clients of a database of its own on the emulator. */
export function firestoreClients() {
  const projectId = `demo-${randomUUID()}`;
  const opened: Firestore[] = [];
  return {
    projectId,
    open: (): Firestore => {
      const firestore = new Firestore({ projectId });
      opened.push(firestore);
      return firestore;
    },
    close: async () => {
      await Promise.all(opened.splice(0).map((firestore) => firestore.terminate()));
    },
  };
}

/** A database of its own on the emulator, opened as often as wanted. */
export function firestoreDatabase() {
  const { open, ...clients } = firestoreClients();
  return { ...clients, open: (): TaskStore => firestoreTaskStore(open(), PATIENT) };
}

/** The same for one test, with somebody on the line who sees every request and may come between. */
export async function meddledDatabase() {
  const emulator = process.env.FIRESTORE_EMULATOR_HOST ?? '';
  const proxy = await startFirestoreProxy(emulator);
  const { open, close, projectId } = firestoreDatabase();
  onTestFinished(async () => {
    proxy.close();
    await close();
  });
  const clientThrough = (): Firestore => {
    // Firestore's client reads the address from the environment when it is made.
    process.env.FIRESTORE_EMULATOR_HOST = proxy.host;
    try {
      return new Firestore({ projectId });
    } finally {
      process.env.FIRESTORE_EMULATOR_HOST = emulator;
    }
  };
  return {
    ...{ open, proxy, clientThrough },
    /**
     * A store whose requests pass the proxy. Its client is left to itself: one that still waits to try again, which may
     * be for a minute, ends neither soon nor well.
     */
    openThrough: (options: Options = {}): TaskStore => firestoreTaskStore(clientThrough(), { ...PATIENT, ...options }),
  };
}
