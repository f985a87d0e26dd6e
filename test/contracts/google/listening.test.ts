import { Firestore, Timestamp } from '@google-cloud/firestore';
import { expect, onTestFinished, test } from 'vitest';
import { createAsk } from '#shared/adapters/google/task-store/ask.ts';
import { listening } from '#shared/adapters/google/task-store/listening.ts';
import { aTask } from '../../shared/task/samples.ts';
import { eventually } from '../eventually.ts';
import { commitFacts } from '../task-store/acts.ts';
import { firestoreDatabase } from './firestore-database.ts';

test('a listener that has grown begins anew, and still tells each commit once', async () => {
  const { projectId, open, close } = firestoreDatabase();
  onTestFinished(close);
  const store = open();
  const firestore = new Firestore({ projectId });
  const ask = createAsk({ patienceMs: 60_000, random: Math.random, onBack: () => {} });
  const told: string[] = [];
  const listener = listening(firestore, {
    ...{ ask, since: Timestamp.fromMillis(0), overlapMs: 1, most: 3 },
    tell: (document) => told.push(`${document.id} ${document.get('version')}`),
    onBroken: (error) => {
      throw error;
    },
  });
  onTestFinished(listener.end);
  const tasks = Array.from({ length: 10 }, (_, index) => aTask(`${index}`));
  for (const task of tasks) await store.create(task);
  await eventually(() => expect(told).toContain(`${tasks.at(-1)?.id} 1`));
  for (const task of tasks) await commitFacts(store, task, [{ type: 'admission.started' }]);
  await eventually(() => expect(told).toContain(`${tasks.at(-1)?.id} 2`));
  expect(told).toEqual([1, 2].flatMap((version) => tasks.map(({ id }) => `${id} ${version}`)));
});
