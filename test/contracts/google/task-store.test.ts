import { keepsTheContract } from '../task-store.contract.ts';
import { firestoreDatabase } from './firestore-database.ts';

// On Google's emulator, which unlike Firestore itself enforces no index (firestore-indexes.test.ts looks after that), lets
// one document be written hundreds of times a second where Firestore wants about one, and deletes nothing that expired.
keepsTheContract('firestore', async () => {
  const { projectId, open, close } = firestoreDatabase();
  return { store: open(), another: async () => open(), place: projectId, close };
});
