import { firestoreMemory } from '#shared/adapters/google/memory.ts';
import { keepsTheContract } from '../memory.contract.ts';
import { firestoreClients } from './firestore-database.ts';

// On Google's emulator, which deletes nothing that expired.
keepsTheContract('firestore', async () => {
  const { open, close } = firestoreClients();
  const memory = () => firestoreMemory(open(), { patienceMs: 60_000 });
  return { memory: memory(), another: async () => memory(), close };
});
