import { keepsTheContract } from '../task-store.contract.ts';
import { firestoreDatabase } from './firestore-database.ts';

keepsTheContract('firestore', async () => {
  const { projectId, open, close } = firestoreDatabase();
  return { store: open(), another: async () => open(), place: projectId, close };
});
