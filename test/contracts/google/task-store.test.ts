import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { firestoreTaskStore } from '#shared/adapters/google/task-store.ts';
import { keepsTheContract } from '../task-store.contract.ts';

keepsTheContract('firestore', async () => {
  const { open, close } = database();
  return { store: open(), another: async () => open(), close };
});

function database() {
  const projectId = `demo-${randomUUID()}`;
  const opened: Firestore[] = [];
  return {
    open: () => {
      const firestore = new Firestore({ projectId });
      opened.push(firestore);
      return firestoreTaskStore(firestore, { patienceMs: 60_000 });
    },
    close: async () => {
      await Promise.all(opened.splice(0).map((firestore) => firestore.terminate()));
    },
  };
}
