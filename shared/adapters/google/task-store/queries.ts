import type { Firestore, Query } from '@google-cloud/firestore';
import type { TaskStore } from '#shared/ports.ts';
import { spentSince } from '#shared/task/spending.ts';
import type { Task } from '#shared/task/task.ts';
import type { Ask } from './ask.ts';
import { TASKS, taskIn } from './record-fields.ts';
import { SHOWN, threadOf } from './shown.ts';

type Queries = Pick<TaskStore, 'askedBy' | 'unsettled' | 'settle' | 'ofThread' | 'spent'>;

/** Questions about many tasks. Their indexes are in deploy/google/firestore.indexes.json. */
export function queries(firestore: Firestore, ask: Ask): Queries {
  const tasks = firestore.collection(TASKS);
  const found = (query: Query): Promise<readonly Task[]> => ask(async () => (await query.get()).docs.map(taskIn));

  return {
    askedBy: async (person, limit) =>
      found(tasks.where('requester', '==', person).orderBy('ended').orderBy('createdAt', 'desc').limit(limit)),

    unsettled: async () => found(tasks.where('settled', '==', false).orderBy('createdAt')),

    settle: async (id, version) =>
      ask(async () => {
        const document = await tasks.doc(id).get();
        const mayBe = document.get('ended') === true && document.get('settled') === false;
        if (!document.updateTime || !mayBe || document.get('version') !== version) return;
        await document.ref.update({ settled: true }, { lastUpdateTime: document.updateTime });
      }),

    ofThread: async (channel, ts) =>
      ask(async () => {
        const cards = firestore.collection(SHOWN).where('thread', '==', threadOf(channel, ts)).limit(1);
        const subject = (await cards.get()).docs[0]?.get('subject');
        const task = subject === undefined ? undefined : await tasks.doc(subject).get();
        return task?.exists ? taskIn(task) : undefined;
      }),

    // The current attempt is a task's youngest: one whose current attempt is older has none that counts.
    spent: async (person, since) =>
      (await found(tasks.where('requester', '==', person).where('startedAt', '>=', since))).reduce(
        (usd, task) => usd + spentSince(task, since),
        0,
      ),
  };
}
