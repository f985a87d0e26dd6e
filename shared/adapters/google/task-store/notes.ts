import type { Firestore } from '@google-cloud/firestore';
import type { Note, TaskStore } from '#shared/ports.ts';
import type { TaskId } from '#shared/task/task.ts';
import type { Ask } from './ask.ts';
import { expiry } from './expiry.ts';
import { documentName } from './names.ts';
import { fitting } from './packs.ts';
import { TASKS } from './record-fields.ts';

/** What people say to running attempts: a document each, named by its key, and one that counts them. */
export function notes(firestore: Firestore, ask: Ask): Pick<TaskStore, 'addNote' | 'notes'> {
  const attemptOf = (task: TaskId, attempt: number) =>
    firestore.collection(TASKS).doc(task).collection('attempts').doc(String(attempt));

  return {
    addNote: async (task, attempt, key, note) =>
      ask(async () => {
        const counter = attemptOf(task, attempt);
        const [known, count] = await firestore.getAll(counter.collection('notes').doc(documentName(key)), counter);
        if (!known || !count) throw new Error('Firestore answered for fewer documents than were asked for');
        if (known.exists) return known.get('number');
        const number = (count.get('notes') ?? 0) + 1;
        const expireAt = expiry(note.at);
        const batch = firestore.batch();
        batch.create(known.ref, { number, note: fitting('A note', JSON.stringify({ ...note, number })), expireAt });
        if (count.updateTime) batch.update(counter, { notes: number, expireAt }, { lastUpdateTime: count.updateTime });
        else batch.create(counter, { notes: number, expireAt });
        await batch.commit();
        return number;
      }),

    notes: async (task, attempt, after) =>
      ask(async () => {
        const heard = attemptOf(task, attempt).collection('notes').where('number', '>', after).orderBy('number');
        return (await heard.get()).docs.map((document) => JSON.parse(document.get('note')) as Note);
      }),
  };
}
