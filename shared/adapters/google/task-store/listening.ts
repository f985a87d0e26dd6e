import { type Firestore, type QueryDocumentSnapshot, type QuerySnapshot, Timestamp } from '@google-cloud/firestore';
import { growingPause } from '../../growing-pause.ts';
import type { Ask } from './ask.ts';
import { isLater } from './clock.ts';
import { TASKS } from './record-fields.ts';

interface Needs {
  readonly ask: Ask;
  /** Everything committed later is told; from the newest commit on when absent. */
  readonly since: Timestamp | undefined;
  readonly tell: (document: QueryDocumentSnapshot) => void;
  readonly onBroken: (error: unknown) => void;
}

/**
 * A commit gets its `committedAt` when it reaches Firestore, and may become true a little later: so the listener begins
 * this much earlier, and what it tells twice is told apart by its version.
 */
const OVERLAP_MS = 120_000;

/** More documents than this in the listener, and it begins anew with the youngest of them. */
const MOST = 500;

const pauseMs = growingPause(200, 30_000);

/**
 * Tells each commit of any task. It listens to what was committed since a moment, not to what is unsettled: a task that
 * is committed and settled between two looks would slip through that. Gives the function that ends it.
 */
export function listening(firestore: Firestore, { ask, since, tell, onBroken }: Needs): () => void {
  const tasks = firestore.collection(TASKS);
  const told = new Map<string, number>();
  let newest = since;
  let failures = 0;
  let isOver = false;
  let close = () => {};
  let timer: NodeJS.Timeout | undefined;

  async function newestCommit(): Promise<Timestamp> {
    const last = await ask(() => tasks.orderBy('committedAt', 'desc').limit(1).get());
    return last.docs[0]?.get('committedAt') ?? Timestamp.fromMillis(0);
  }

  async function open(): Promise<void> {
    newest ??= await newestCommit();
    if (isOver) return;
    const from = Timestamp.fromMillis(newest.toMillis() - OVERLAP_MS);
    let isFirst = true;
    close = tasks
      .where('committedAt', '>', from)
      .orderBy('committedAt')
      .onSnapshot((snapshot) => {
        if (isFirst) forgetOthers(snapshot);
        isFirst = false;
        failures = 0;
        hear(snapshot);
      }, broke);
  }

  function hear(snapshot: QuerySnapshot): void {
    for (const { type, doc } of snapshot.docChanges()) {
      if (type === 'removed' || told.get(doc.id) === doc.get('version')) continue;
      told.set(doc.id, doc.get('version'));
      const committedAt: Timestamp = doc.get('committedAt');
      if (!newest || isLater(committedAt, newest)) newest = committedAt;
      tell(doc);
    }
    if (snapshot.size > MOST && isOld(snapshot.docs[snapshot.size - MOST])) restart();
  }

  const isOld = (document: QueryDocumentSnapshot | undefined): boolean => {
    const committedAt: Timestamp | undefined = document?.get('committedAt');
    return committedAt !== undefined && (newest?.toMillis() ?? 0) - committedAt.toMillis() > OVERLAP_MS;
  };

  function forgetOthers(snapshot: QuerySnapshot): void {
    const there = new Set(snapshot.docs.map((document) => document.id));
    for (const id of told.keys()) if (!there.has(id)) told.delete(id);
  }

  function broke(error: unknown): void {
    if (isOver) return;
    onBroken(error);
    failures += 1;
    timer = setTimeout(start, pauseMs(failures));
  }

  function restart(): void {
    close();
    start();
  }

  function start(): void {
    open().catch(broke);
  }

  start();
  return () => {
    isOver = true;
    clearTimeout(timer);
    close();
  };
}
