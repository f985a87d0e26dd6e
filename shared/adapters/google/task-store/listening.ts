import { type Firestore, type QueryDocumentSnapshot, type QuerySnapshot, Timestamp } from '@google-cloud/firestore';
import { growingPause } from '../../growing-pause.ts';
import type { Ask } from './ask.ts';
import { isLater } from './clock.ts';
import { type RecordFields, TASKS } from './record-fields.ts';

interface Needs {
  readonly ask: Ask;
  /** Everything committed later is told; from the newest commit on when absent. */
  readonly since: Timestamp | undefined;
  readonly tell: (document: QueryDocumentSnapshot) => void;
  readonly onBroken: (error: unknown) => void;
  /**
   * A commit gets its `committedAt` when it reaches Firestore, and may become true a little later: so the listener
   * begins this much earlier, and what it would tell twice is told apart by its version.
   */
  readonly overlapMs?: number;
  /** More documents than this in the listener, and it begins anew with the youngest of them. */
  readonly most?: number;
}

export interface Listener {
  /** Begins anew at once, from where it was. */
  restart(): void;
  end(): void;
}

const pauseMs = growingPause(200, 30_000);

/**
 * Tells each commit of any task. It listens to what was committed since a moment, not to what is unsettled: a task that
 * is committed and settled between two looks would slip through that.
 */
export function listening(firestore: Firestore, needs: Needs): Listener {
  const { ask, since, tell, onBroken, overlapMs = 120_000, most = 500 } = needs;
  const tasks = firestore.collection(TASKS);
  const told = new Map<string, { readonly version: number; readonly committedAt: Timestamp }>();
  let newest = since;
  let failures = 0;
  /** Counts the listeners there were; one that is not the latest any more says nothing. */
  let opened = 0;
  let close = () => {};
  let timer: NodeJS.Timeout | undefined;

  async function newestCommit(): Promise<Timestamp> {
    const last = await ask(() => tasks.orderBy('committedAt', 'desc').limit(1).get());
    return last.docs[0]?.get('committedAt') ?? Timestamp.fromMillis(0);
  }

  async function open(mine: number): Promise<void> {
    newest ??= await newestCommit();
    if (mine !== opened) return;
    const from = Timestamp.fromMillis(newest.toMillis() - overlapMs);
    // Those cannot be in what this listener hears: if they change, they get another version and another time.
    for (const [id, { committedAt }] of told) if (!isLater(committedAt, from)) told.delete(id);
    close = tasks
      .where('committedAt', '>', from)
      .orderBy('committedAt')
      .onSnapshot((snapshot) => {
        failures = 0;
        hear(snapshot);
      }, broke);
  }

  function hear(snapshot: QuerySnapshot): void {
    for (const { type, doc } of snapshot.docChanges()) {
      const { version, committedAt } = doc.data() as RecordFields;
      if (type === 'removed' || told.get(doc.id)?.version === version) continue;
      told.set(doc.id, { version, committedAt });
      if (!newest || isLater(committedAt, newest)) newest = committedAt;
      tell(doc);
    }
    if (snapshot.size > most && isOld(snapshot.docs[snapshot.size - most])) restart();
  }

  const isOld = (document: QueryDocumentSnapshot | undefined): boolean => {
    const committedAt: Timestamp | undefined = document?.get('committedAt');
    return committedAt !== undefined && (newest?.toMillis() ?? 0) - committedAt.toMillis() > overlapMs;
  };

  function broke(error: unknown): void {
    onBroken(error);
    failures += 1;
    timer = setTimeout(start, pauseMs(failures));
  }

  function restart(): void {
    clearTimeout(timer);
    close();
    start();
  }

  function start(): void {
    opened += 1;
    const mine = opened;
    open(mine).catch((error: unknown) => {
      if (mine === opened) broke(error);
    });
  }

  start();
  return {
    restart,
    end: () => {
      opened += 1;
      clearTimeout(timer);
      close();
    },
  };
}
