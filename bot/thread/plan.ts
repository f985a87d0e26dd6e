import type { Shown } from '#shared/ports.ts';
import { hasEnded, type Moment, type Task } from '#shared/task/task.ts';
import { type Drawn, hashOf } from './draw.ts';
import { GATHER_MS, restOf } from './pace.ts';

/** One thing to send, `notBefore` a moment. */
export interface Write {
  readonly kind: 'post' | 'update' | 'find';
  readonly drawn: Drawn;
  /** That of the message, or of a more urgent one that has to wait until this one is posted. */
  readonly priority: Drawn['priority'];
  /** Until then it is sent only while there is plenty of budget. */
  readonly restsUntil: Moment;
  /** What is remembered once it surely arrived. */
  readonly hash: string;
  readonly shown?: Shown;
  readonly notBefore: Moment;
}

export interface Around {
  readonly now: Moment;
  /** Who draws. Another one cannot know what a dead writer's last requests still do, so it draws everything again. */
  readonly writer: string;
  readonly settleMs: number;
}

export interface Plan {
  readonly writes: readonly Write[];
  /** The end is shown, and was drawn once more after a while: nothing is left to do. */
  readonly settled: boolean;
}

/** Stands for the hash of a message that surely did not arrive: it may be posted without a search. */
export const NOTHING = '';

/** How long after an unsure post the thread is searched for it: a late request should have arrived by then. */
const SEARCH_AFTER_MS = 2_000;

/** Pure: what has to be sent so that the thread shows what was drawn. Posts happen one after another, in order. */
export function planWrites(
  task: Task,
  drawn: readonly Drawn[],
  shown: ReadonlyMap<string, Shown>,
  around: Around,
): Plan {
  const planned = drawn.flatMap((message) => writeFor(task, message, shown.get(message.key), around) ?? []);
  const writes = inTurn(planned);
  return { writes, settled: hasEnded(task) && writes.length === 0 };
}

/** Updates need not wait for each other, posts do: the first one is as urgent as the most urgent behind it. */
function inTurn(planned: readonly Write[]): readonly Write[] {
  const at = planned.findIndex(({ kind }) => kind !== 'update');
  const post = planned[at];
  if (!post) return planned;
  const priority = Math.min(...planned.slice(at).map((write) => write.priority)) as Drawn['priority'];
  return [...planned.slice(0, at), { ...post, priority }];
}

function writeFor(task: Task, drawn: Drawn, shown: Shown | undefined, around: Around): Write | undefined {
  const hash = targetHash(task, drawn, shown, around);
  const restsUntil = shown?.ts === undefined ? around.now : shown.at + restOf(drawn.priority);
  const write = { drawn, hash, priority: drawn.priority, restsUntil };
  if (!shown) return { kind: 'post', ...write, notBefore: around.now };
  if (shown.refused !== undefined) return undefined;
  if (shown.hash === NOTHING) return { kind: 'post', ...write, shown, notBefore: around.now };
  if (shown.ts === undefined) return { kind: 'find', ...write, shown, notBefore: shown.at + SEARCH_AFTER_MS };
  if (shown.hash === hash) return undefined;
  return { kind: 'update', ...write, shown, notBefore: shown.at + waitBefore(hash, shown, around) };
}

const SETTLED = ' settled';

function waitBefore(hash: string, shown: Shown, { settleMs }: Around): number {
  if (hash.endsWith(SETTLED)) return settleMs;
  return shown.hash === undefined ? SEARCH_AFTER_MS : GATHER_MS;
}

/** A reply is drawn anew only when it says something else. A finished card is due once more after it was shown. */
function targetHash(task: Task, drawn: Drawn, shown: Shown | undefined, { writer }: Around): string {
  if (drawn.key.startsWith('reply:')) return hashOf(drawn);
  const hash = `${hashOf(drawn)} by ${writer}`;
  if (drawn.key !== 'card' || !hasEnded(task)) return hash;
  return shown?.hash === hash || shown?.hash === hash + SETTLED ? hash + SETTLED : hash;
}
