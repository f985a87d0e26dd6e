import type { DocumentReference, WriteBatch } from '@google-cloud/firestore';
import type { Commit } from '#shared/ports.ts';
import type { WorkerEvent } from '#shared/task/events.ts';
import { numberName } from './names.ts';
import { packed, unpacked } from './packs.ts';

/** Early events of one attempt that came with one commit. The record lists them, so that nobody has to search. */
export interface HeldPack {
  readonly name: string;
  readonly attempt: number;
  readonly lastSeq: number;
}

/** Worker events of one task that came early and wait for the gap before them to close. */
export function heldEvents(record: DocumentReference) {
  const documents = record.collection('held');

  function keep(batch: WriteBatch, { from, task, hold }: Commit): readonly HeldPack[] {
    return packed('One event', hold).map(({ values, texts }, index) => {
      const name = `${numberName(from.version)}-${index}`;
      batch.create(documents.doc(name), { events: texts });
      return { name, attempt: task.attempt, lastSeq: Math.max(...values.map((event) => event.seq)) };
    });
  }

  return {
    /** Takes in what a commit holds, and drops what it has folded. Gives what is left. */
    exchange: (batch: WriteBatch, commit: Commit, before: readonly HeldPack[]): readonly HeldPack[] => {
      const { attempt, folded } = commit.task;
      const isWaiting = (pack: HeldPack) => pack.attempt >= attempt && pack.lastSeq > folded;
      for (const { name } of before.filter((pack) => !isWaiting(pack))) batch.delete(documents.doc(name));
      return [...before.filter(isWaiting), ...keep(batch, commit)];
    },
    read: async (packs: readonly HeldPack[], folded: number): Promise<readonly WorkerEvent[]> => {
      if (packs.length === 0) return [];
      const found = await record.firestore.getAll(...packs.map(({ name }) => documents.doc(name)));
      const events = found.flatMap((document) => unpacked<WorkerEvent>(document.get('events') ?? []));
      const waiting = new Map(events.filter((event) => event.seq > folded).map((event) => [event.seq, event]));
      return [...waiting.values()].sort((a, b) => a.seq - b.seq);
    },
  };
}
