import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { onTestFinished } from 'vitest';
import { firestoreTaskStore } from '#shared/adapters/google/task-store.ts';
import type { TaskStore } from '#shared/ports.ts';
import { startFirestoreProxy } from '../../google/servers/firestore-proxy.ts';

type Options = Parameters<typeof firestoreTaskStore>[1];

/** A database of its own on the emulator, opened as often as wanted. The machines of tests are busy: patience. */
export function firestoreDatabase() {
  const projectId = `demo-${randomUUID()}`;
  const opened: Firestore[] = [];
  const client = () => {
    const firestore = new Firestore({ projectId });
    opened.push(firestore);
    return firestore;
  };
  return {
    projectId,
    client,
    open: (options: Options = {}): TaskStore => firestoreTaskStore(client(), { patienceMs: 60_000, ...options }),
    close: async () => {
      await Promise.all(opened.splice(0).map((firestore) => firestore.terminate()));
    },
  };
}

/** The same for one test, with somebody on the line who sees every request and may come between. */
export async function meddledDatabase() {
  const emulator = process.env.FIRESTORE_EMULATOR_HOST ?? '';
  const proxy = await startFirestoreProxy(emulator);
  const database = firestoreDatabase();
  onTestFinished(async () => {
    await database.close();
    proxy.close();
  });
  return {
    ...database,
    proxy,
    /** A store whose requests pass the proxy. Firestore's client reads the address from the environment when it is made. */
    openThrough: (options: Options = {}): TaskStore => {
      process.env.FIRESTORE_EMULATOR_HOST = proxy.host;
      try {
        return database.open(options);
      } finally {
        process.env.FIRESTORE_EMULATOR_HOST = emulator;
      }
    },
  };
}
