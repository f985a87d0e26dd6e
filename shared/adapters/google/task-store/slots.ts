import type { DocumentSnapshot, Firestore, WriteBatch } from '@google-cloud/firestore';
import type { TaskStore } from '#shared/ports.ts';
import type { TaskId } from '#shared/task/task.ts';
import type { Ask } from './ask.ts';
import { documentName } from './names.ts';

/** Who has each slot of a pool: the first entry is slot 1. */
type Holders = readonly (TaskId | null)[];

/** The right to use capacity: one document for each pool. */
export function slots(firestore: Firestore, ask: Ask): Pick<TaskStore, 'takeSlots' | 'giveSlots'> {
  const pools = firestore.collection('pools');
  return {
    takeSlots: async (task, wanted) =>
      ask(async () => {
        if (wanted.length === 0) return true;
        const found = await firestore.getAll(...wanted.map(({ pool }) => pools.doc(documentName(pool))));
        const batch = firestore.batch();
        for (const [index, { size }] of wanted.entries()) {
          const pool = found[index];
          const after = pool && withSlot(holdersIn(pool), task, size);
          if (!after) return false;
          store(batch, pool, after);
        }
        await batch.commit();
        return true;
      }),

    giveSlots: async (task) => {
      let held = false;
      return ask(async () => {
        const { docs } = await pools.where('holders', 'array-contains', task).get();
        // Nothing is found any more when it was given back and only the answer was lost.
        held ||= docs.length > 0;
        const batch = firestore.batch();
        for (const pool of docs) store(batch, pool, without(holdersIn(pool), task));
        if (docs.length > 0) await batch.commit();
        return held;
      });
    },
  };
}

const holdersIn = (pool: DocumentSnapshot): Holders => pool.get('holders') ?? [];

/** Undefined when there is none: a pool that was made smaller drains those beyond its size first. */
function withSlot(holders: Holders, task: TaskId, size: number): Holders | undefined {
  if (holders.includes(task)) return holders;
  if (holders.slice(size).some((holder) => holder !== null)) return undefined;
  const free = Array.from({ length: size }, (_, slot) => holders[slot] ?? null).indexOf(null);
  return free < 0 ? undefined : Object.assign([...holders], { [free]: task });
}

const without = (holders: Holders, task: TaskId): Holders => holders.map((holder) => (holder === task ? null : holder));

/** Refused with the whole batch when somebody else changed the pool since it was read. */
function store(batch: WriteBatch, pool: DocumentSnapshot, holders: Holders): void {
  if (pool.updateTime) batch.update(pool.ref, { holders }, { lastUpdateTime: pool.updateTime });
  else batch.create(pool.ref, { holders });
}
