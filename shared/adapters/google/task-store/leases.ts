import type { DocumentSnapshot, Firestore } from '@google-cloud/firestore';
import type { TaskStore } from '#shared/ports.ts';
import type { Moment } from '#shared/task/task.ts';
import type { Ask } from './ask.ts';
import { expiry } from './expiry.ts';
import { documentName } from './names.ts';

/** The right of one process to act, for a while: one document each. */
export function leases(firestore: Firestore, ask: Ask): Pick<TaskStore, 'lease' | 'holderOf' | 'release'> {
  const documentOf = (name: string) => firestore.collection('leases').doc(documentName(name));

  return {
    lease: async (name, holder, now, until) =>
      ask(async () => {
        const found = await documentOf(name).get();
        const lease = leaseIn(found);
        if (lease && lease.holder !== holder && lease.until > now) return false;
        const fields = { holder, until, expireAt: expiry(until) };
        if (found.updateTime) await found.ref.update(fields, { lastUpdateTime: found.updateTime });
        else await found.ref.create(fields);
        return true;
      }),

    holderOf: async (name) => ask(async () => leaseIn(await documentOf(name).get())),

    release: async (name, holder) =>
      ask(async () => {
        const found = await documentOf(name).get();
        if (found.updateTime && leaseIn(found)?.holder === holder)
          await found.ref.delete({ lastUpdateTime: found.updateTime });
      }),
  };
}

function leaseIn(document: DocumentSnapshot): { readonly holder: string; readonly until: Moment } | undefined {
  return document.exists ? { holder: document.get('holder'), until: document.get('until') } : undefined;
}
