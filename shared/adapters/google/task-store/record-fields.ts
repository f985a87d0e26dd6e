import { type DocumentSnapshot, FieldValue, type Timestamp } from '@google-cloud/firestore';
import { hasEnded, type Task } from '#shared/task/task.ts';
import type { HeldPack } from './held.ts';
import type { Tail } from './log.ts';
import { fitting } from './packs.ts';

/** Where the records are. */
export const TASKS = 'tasks';

/** A record as a document. Everything but `body` is there to be asked for, or to save the next commit a read. */
export interface RecordFields {
  readonly body: string;
  readonly version: number;
  readonly requester: string;
  readonly createdAt: number;
  readonly startedAt: number;
  readonly ended: boolean;
  readonly settled: boolean;
  readonly attempt: number;
  readonly folded: number;
  readonly tail: Tail | null;
  readonly held: readonly HeldPack[];
  /** When it was last committed, by Firestore's clock: what `watch` listens to. Settling leaves it alone. */
  readonly committedAt: Timestamp;
}

interface Around {
  readonly version: number;
  readonly tail: Tail | undefined;
  readonly held: readonly HeldPack[];
}

export function fieldsOf(task: Task, { version, tail, held }: Around) {
  return {
    version,
    tail: tail ? { index: tail.index, hash: tail.hash } : null,
    held,
    body: fitting(`The record of task ${task.id}`, JSON.stringify(task)),
    requester: task.requester.id,
    createdAt: task.createdAt,
    startedAt: task.startedAt,
    ended: hasEnded(task),
    settled: false,
    attempt: task.attempt,
    folded: task.folded,
    committedAt: FieldValue.serverTimestamp(),
  };
}

export const fieldsIn = (document: DocumentSnapshot): RecordFields | undefined =>
  document.data() as RecordFields | undefined;

export const taskIn = (document: DocumentSnapshot): Task => JSON.parse(document.get('body')) as Task;
