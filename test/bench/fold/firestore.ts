import type { DocumentReference, Firestore, Timestamp, WriteBatch } from '@google-cloud/firestore';
import { firestoreTaskStore } from '#shared/adapters/google/task-store.ts';
import { clientAt } from '../on-firestore.ts';
import type { Ground } from './ground.ts';

/** One batch: documents set, and the one that is replaced as long as nobody else has changed it. */
type Batch = readonly Write[];
interface Write {
  readonly op: 'create' | 'update';
  readonly path: string;
  readonly fields: object;
}

/** Bare: the same batches of the same documents, with the same precondition, through the same client. */
export function firestoreGround(host: string): Ground {
  const [ours, recorded, bare] = [clientAt(host), clientAt(host), clientAt(host)];
  return {
    store: firestoreTaskStore(ours),
    record: async (act) => {
      const batches: Batch[] = [];
      await act(firestoreTaskStore(recording(recorded, batches)));
      return batches;
    },
    replay: async (batches, of, instead) => {
      const named = (path: string) => bare.doc(path.replace(of.id, instead.id));
      const record = bare.doc(`tasks/${instead.id}`);
      let { writeTime } = await record.create({ born: true });
      return (batches as readonly Batch[]).map((writes) => async () => {
        writeTime = await commit(writes, writeTime);
      });

      async function commit(writes: Batch, lastUpdateTime: Timestamp): Promise<Timestamp> {
        const batch = bare.batch();
        for (const { op, path, fields } of writes) {
          if (op === 'create') batch.create(named(path), fields);
          else batch.update(record, fields, { lastUpdateTime });
        }
        return (await batch.commit()).at(-1)?.writeTime ?? lastUpdateTime;
      }
    },
    close: async () => {
      await Promise.all([ours, recorded, bare].map((client) => client.terminate()));
    },
  };
}

/** The same client, with a witness of what its batches write. */
function recording(firestore: Firestore, batches: Batch[]): Firestore {
  return new Proxy(firestore, {
    get: (target, name) => {
      if (name === 'batch') return () => witnessed(target.batch(), batches);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function witnessed(batch: WriteBatch, batches: Batch[]): WriteBatch {
  const writes: Write[] = [];
  batches.push(writes);
  const create = (document: DocumentReference, fields: object) => {
    writes.push({ op: 'create', path: document.path, fields });
    return batch.create(document, fields);
  };
  const update = (document: DocumentReference, fields: object, ...rest: unknown[]) => {
    writes.push({ op: 'update', path: document.path, fields });
    return Reflect.apply(batch.update, batch, [document, fields, ...rest]);
  };
  return { create, update, commit: () => batch.commit() } as unknown as WriteBatch;
}
