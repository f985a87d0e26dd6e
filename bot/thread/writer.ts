import { setImmediate as breath } from 'node:timers/promises';
import type { Moment, Task, TaskId } from '#shared/task/task.ts';
import { createTurns, GATHER_MS, holdTurns, type Turns } from './pace.ts';
import { planWrites, type Write } from './plan.ts';
import { createSender, type Sender } from './send.ts';
import type { WriterNeeds } from './writer-needs.ts';

/** The one who writes to a workspace's threads, drawing each from its record at send time. */
export interface ThreadWriter {
  /** Something about the task changed, or may have: look at it soon. */
  changed(id: TaskId): void;
  /** Sends what still may be sent, and gives the lease back. */
  close(): Promise<void>;
}

interface Pending extends Write {
  readonly task: Task;
}

export function createThreadWriter(needs: WriterNeeds): ThreadWriter {
  const { store, pace, now, timing } = needs;
  /** What is still to be sent of each thread, as it was when its task was last looked at; and whose look is too old. */
  const due = new Map<TaskId, readonly Pending[]>();
  const stale = new Set<TaskId>();
  const inFlight = new Map<string, Promise<void>>();
  let leaseUntil = 0;
  const send: Sender = createSender({ ...needs, isWriter: () => now() < leaseUntil });
  let closed = false;
  let looking: Promise<void> | undefined;
  let again = false;
  let timer: { readonly at: Moment; readonly handle: NodeJS.Timeout } | undefined;

  const lease = `slack ${needs.team}`;
  async function holdsLease(): Promise<boolean> {
    if (now() < leaseUntil - (timing.writerLeaseMs * 2) / 3) return true;
    const until = now() + timing.writerLeaseMs;
    const held = await store.lease(lease, needs.instance, now(), until);
    leaseUntil = held ? until : 0;
    return held;
  }

  /** Reads, draws and compares one task. What changes meanwhile makes it stale again. */
  async function look(id: TaskId): Promise<void> {
    stale.delete(id);
    due.delete(id);
    const stored = await store.read(id);
    if (!stored) return;
    const { task, version } = stored;
    const around = { now: now(), writer: needs.boot, settleMs: timing.settleMs };
    const { writes, settled } = planWrites(task, await needs.draw(task), await store.shown(id), around);
    if (settled) await store.settle(id, version);
    if (writes.length > 0)
      due.set(
        id,
        writes.map((write) => ({ ...write, task })),
      );
  }

  /** One that cannot be drawn stands in nobody else's way; the sweep brings it again. */
  const lookAt = (id: TaskId): Promise<void> =>
    look(id).catch((error: unknown) => needs.log.error('thread.look_failed', error, { task: id }));

  /** Starts what may be sent now, the most important first. Gives the time of the next look. */
  async function round(): Promise<Moment> {
    if (!(await holdsLease())) return now() + timing.writerLeaseMs / 3;
    for (const id of [...stale]) {
      await lookAt(id);
      // Many threads may be looked at; people who ask for something come in between.
      await breath();
    }
    const pending = [...due.values()].flat().sort((a, b) => a.priority - b.priority || a.notBefore - b.notBefore);
    const turns = createTurns(pace, needs.team);
    let next = Number.POSITIVE_INFINITY;
    for (const write of pending) next = Math.min(next, await tryToSend(write, turns));
    return next;
  }

  /** Planned before a write of the same thread ended, it may be done already: the next look says. */
  const isDue = (write: Pending): boolean => due.get(write.task.id)?.includes(write) ?? false;

  async function tryToSend(write: Pending, turns: Turns): Promise<Moment> {
    const message = `${write.task.id} ${write.drawn.key}`;
    if (inFlight.has(message) || !isDue(write)) return Number.POSITIVE_INFINITY;
    if (write.notBefore > now()) return write.notBefore;
    const rested = write.restsUntil <= now();
    const waitMs = await turns.take(write.shown?.channel ?? write.task.thread.channel, { ...write, rested });
    if (waitMs > 0) return rested ? now() + waitMs : write.restsUntil;
    inFlight.set(message, perform(message, write));
    return Number.POSITIVE_INFINITY;
  }

  async function perform(message: string, write: Pending): Promise<void> {
    try {
      await send(write.task, write, (channel, retryAfterMs) =>
        holdTurns(pace, { team: needs.team, channel }, write.kind, retryAfterMs),
      );
    } catch (error) {
      // The record and what was shown are as they were: the next look finds the same difference.
      needs.log.error('thread.write_failed', error, { message });
    } finally {
      inFlight.delete(message);
      due.delete(write.task.id);
      stale.add(write.task.id);
      kick(0);
    }
  }

  function kick(delayMs: number): void {
    if (closed) return;
    if (looking) {
      again = true;
      return;
    }
    const at = now() + delayMs;
    if (timer && at >= timer.at) return;
    clearTimeout(timer?.handle);
    const handle = setTimeout(() => {
      timer = undefined;
      looking = run();
    }, delayMs);
    timer = { at, handle };
  }

  async function run(): Promise<void> {
    again = false;
    const next = await round().catch((error: unknown) => {
      needs.log.error('thread.round_failed', error);
      return now() + 1_000;
    });
    looking = undefined;
    if (again) kick(GATHER_MS);
    else if (next !== Number.POSITIVE_INFINITY) kick(Math.max(5, next - now()));
  }

  return {
    changed: (id) => {
      stale.add(id);
      kick(GATHER_MS);
    },
    close: async () => {
      closed = true;
      clearTimeout(timer?.handle);
      await looking;
      await Promise.all(inFlight.values());
      await store.release(lease, needs.instance);
    },
  };
}
