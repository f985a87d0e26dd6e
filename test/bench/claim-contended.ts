import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firestoreTaskStore } from '#shared/adapters/google/task-store.ts';
import { openDatabase } from '#shared/adapters/local/database.ts';
import { localTaskStore } from '#shared/adapters/local/task-store.ts';
import type { TaskStore } from '#shared/ports.ts';
import { type Figure, figure, percentile } from './measure.ts';
import { clientAt, emulatorOrWhy } from './on-firestore.ts';

const CLAIMERS = 20;
/** As many as there may be bots. */
const PROCESSES = 4;
const ROUNDS = 50;
const AIM_MS = 1_000;

/** Twenty who want one lease at the same moment: until each knows whether it has it. Compared with one who is alone. */
export async function claimContended(): Promise<readonly Figure[]> {
  const figures = await onEmbedded();
  const emulator = await emulatorOrWhy('claim_contended.firestore');
  if (!emulator) return figures;
  const projectId = `demo-${randomUUID()}`;
  const clients = Array.from({ length: PROCESSES }, () => clientAt(emulator.host, projectId));
  try {
    const stores = clients.map((client) => firestoreTaskStore(client));
    return [...figures, ...(await measured('firestore', stores))];
  } finally {
    await Promise.all(clients.map((client) => client.terminate()));
    await emulator.kill();
  }
}

async function onEmbedded(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-bench-'));
  const databases = Array.from({ length: PROCESSES }, () => openDatabase(join(folder, 'bellhop.sqlite')));
  try {
    const stores = databases.map((database) => localTaskStore(database));
    return await measured('embedded', stores);
  } finally {
    for (const database of databases) database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(stack: string, stores: readonly TaskStore[]): Promise<readonly Figure[]> {
  // Whoever comes first finds everything cold.
  await contended(stores, 'nobody counts this one', CLAIMERS);
  const alone: number[] = [];
  const together: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(...(await contended(stores, `alone ${round}`, 1)));
    together.push(...(await contended(stores, `together ${round}`, CLAIMERS)));
  }
  const [p50, p99] = [percentile(together, 0.5), percentile(together, 0.99)];
  return [
    figure(`claim_contended.${stack}.p50`, p50, 'ms', { baseline: percentile(alone, 0.5) }),
    figure(`claim_contended.${stack}.p99`, p99, 'ms', { aim: AIM_MS, baseline: percentile(alone, 0.99) }),
  ];
}

/** How long each had to wait for its answer. */
async function contended(stores: readonly TaskStore[], lease: string, claimers: number): Promise<readonly number[]> {
  const claims = await Promise.all(
    Array.from({ length: claimers }, async (_, index) => {
      const store = stores[index % stores.length];
      const startedAt = performance.now();
      const has = await store?.lease(lease, `claimer ${index}`, 0, 60_000);
      return { has, tookMs: performance.now() - startedAt };
    }),
  );
  const holders = claims.filter(({ has }) => has).length;
  if (holders !== 1) throw new Error(`${holders} have the lease ${lease}`);
  return claims.map(({ tookMs }) => tookMs);
}
