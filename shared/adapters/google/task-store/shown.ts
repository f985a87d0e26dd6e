import { FieldPath, type Firestore } from '@google-cloud/firestore';
import type { Shown, TaskStore } from '#shared/ports.ts';
import type { Ask } from './ask.ts';
import { documentName } from './names.ts';

/** Where it is remembered what was shown. */
export const SHOWN = 'shown';

/** By which a thread finds its task: the place of the card. */
export const threadOf = (channel: string, ts: string): string => JSON.stringify([channel, ts]);

/** What was last shown in each message: one document for each subject, so that a thread is looked at in one read. */
export function shown(firestore: Firestore, ask: Ask): Pick<TaskStore, 'shown' | 'show'> {
  const documentOf = (subject: string) => firestore.collection(SHOWN).doc(documentName(subject));

  return {
    shown: async (subject) =>
      ask(async () => {
        const messages: Record<string, string> = (await documentOf(subject).get()).get('messages') ?? {};
        return new Map(Object.values(messages).map((text) => JSON.parse(text) as [string, Shown]));
      }),

    show: async (subject, key, message) =>
      ask(async () => {
        const field = documentName(key);
        const place = { subject, thread: message.ts === undefined ? null : threadOf(message.channel, message.ts) };
        const fields = { ...(key === 'card' && place), messages: { [field]: JSON.stringify([key, message]) } };
        const paths = [...(key === 'card' ? ['subject', 'thread'] : []), new FieldPath('messages', field)];
        await documentOf(subject).set(fields, { mergeFields: paths });
      }),
  };
}
