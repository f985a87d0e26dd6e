import type { DocumentReference, WriteBatch } from '@google-cloud/firestore';
import type { LogEntry } from '#shared/ports.ts';
import type { NewLink } from '#shared/task/log.ts';
import { numberName } from './names.ts';
import { packed, unpacked } from './packs.ts';

/** The last entry of a log: the next one is chained to it. */
export type Tail = Pick<LogEntry, 'index' | 'hash'>;

/** What happened to one task: a document for each commit, named by the index of its first entry. */
export function taskLog(record: DocumentReference) {
  const documents = record.collection('log');
  return {
    append: (batch: WriteBatch, links: readonly NewLink[], write: string): void => {
      for (const { values, texts } of packed('One event', links, entryText))
        batch.create(documents.doc(numberName(values[0]?.index ?? 0)), { entries: texts, write });
    },
    /** Whether the entry after `tail` was written by this very write: its answer may have been lost on the way. */
    isWritten: async (tail: Tail | undefined, write: string): Promise<boolean> => {
      const next = await documents.doc(numberName((tail?.index ?? -1) + 1)).get();
      return next.get('write') === write;
    },
    read: async (): Promise<readonly LogEntry[]> => {
      const { docs } = await documents.get();
      return docs.flatMap((document) => unpacked<LogEntry>(document.get('entries')));
    },
  };
}

/** A log entry as JSON; its event is text already. */
const entryText = ({ index, hash, text }: NewLink): string => `{"index":${index},"hash":"${hash}","event":${text}}`;
