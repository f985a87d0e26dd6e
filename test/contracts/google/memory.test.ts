import { status as Status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { firestoreMemory } from '#shared/adapters/google/memory.ts';
import { aLesson } from '../../shared/task/findings.ts';
import { keepsTheContract } from '../memory.contract.ts';
import { firestoreClients, meddledDatabase } from './firestore-database.ts';

const PATIENT = { patienceMs: 60_000 };

// On Google's emulator, which deletes nothing that expired.
keepsTheContract('firestore', async () => {
  const { open, close } = firestoreClients();
  const memory = () => firestoreMemory(open(), PATIENT);
  return { memory: memory(), another: async () => memory(), close };
});

test('what was written although the answer was lost is counted once, and forgotten with a receipt', async () => {
  const { proxy, clientThrough } = await meddledDatabase();
  const memory = firestoreMemory(clientThrough(), PATIENT);
  const lesson = aLesson('Use pnpm');
  const losing = <T>(act: () => Promise<T>): Promise<T> => {
    let isLost = false;
    proxy.meddle(({ call }) => {
      if (isLost || call !== 'Commit') return undefined;
      isLost = true;
      return { code: Status.UNAVAILABLE, loses: 'answer' };
    });
    return act();
  };
  await losing(() => memory.keep('acme/shop', [lesson], 2_000));
  expect(await memory.of('acme/shop', 2_000)).toEqual([lesson]);
  expect(await losing(() => memory.forget('acme/shop', lesson.id, 2_000))).toEqual([lesson]);
  expect(await memory.of('acme/shop', 2_000)).toEqual([]);
});
