import type { Pace, TaskStore } from '#shared/ports.ts';
import type { Moment, Task, TaskId } from '#shared/task/task.ts';
import type { Logger } from '../log.ts';
import type { Timing } from '../timing.ts';
import type { Drawn } from './draw.ts';
import { holdTurns, takeTurn } from './pace.ts';
import { planWrites, type Write } from './plan.ts';
import { createSender, type Sender } from './send.ts';
import type { SlackWrites } from './slack-writes.ts';

export interface WriterNeeds {
  readonly store: TaskStore;
  readonly pace: Pace;
  readonly slack: SlackWrites;
  readonly draw: (task: Task) => Promise<readonly Drawn[]>;
  /** Slack refused the plan block: draw without it from now on. True when that is new. */
  readonly withoutPlan: () => boolean;
  readonly team: string;
  /** Holder of the workspace's lease; the same after a restart of the same instance. */
  readonly instance: string;
  /** New at every start. */
  readonly boot: string;
  readonly timing: Timing;
  readonly log: Logger;
  readonly now: () => Moment;
}

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
  const send: Sender = createSender(needs);
  const dirty = new Set<TaskId>();
  const inFlight = new Map<string, Promise<void>>();
  let leaseUntil = 0;
  let closed = false;
  let looking: Promise<void> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  const lease = `slack ${needs.team}`;
  async function holdsLease(): Promise<boolean> {
    if (now() < leaseUntil - (timing.leaseMs * 2) / 3) return true;
    const until = now() + timing.leaseMs;
    const held = await store.lease(lease, needs.instance, now(), until);
    leaseUntil = held ? until : 0;
    return held;
  }

  /** Reads, draws and compares one task. One that shows what it should is dirty no more. */
  async function look(id: TaskId): Promise<readonly Pending[]> {
    const stored = await store.read(id);
    if (!stored) return drop(id);
    const { task, version } = stored;
    const around = { now: now(), writer: needs.boot, settleMs: timing.settleMs };
    const { writes, settled } = planWrites(task, await needs.draw(task), await store.shown(id), around);
    if (settled) await store.settle(id, version);
    return writes.length === 0 ? drop(id) : writes.map((write) => ({ ...write, task }));
  }

  function drop(id: TaskId): readonly Pending[] {
    dirty.delete(id);
    return [];
  }

  /** Starts what may be sent now, the most important first. Gives the time of the next look. */
  async function round(): Promise<Moment> {
    if (!(await holdsLease())) return now() + timing.leaseMs / 3;
    const ids = [...dirty];
    const pending = (await Promise.all(ids.map(look)))
      .flat()
      .sort((a, b) => a.drawn.priority - b.drawn.priority || a.notBefore - b.notBefore);
    let next = Number.POSITIVE_INFINITY;
    for (const write of pending) next = Math.min(next, await tryToSend(write));
    return next;
  }

  async function tryToSend(write: Pending): Promise<Moment> {
    const message = `${write.task.id} ${write.drawn.key}`;
    if (inFlight.has(message)) return Number.POSITIVE_INFINITY;
    if (write.notBefore > now()) return write.notBefore;
    const where = { team: needs.team, channel: write.shown?.channel ?? write.task.thread.channel };
    const call = write.kind === 'post' ? 'post' : 'update';
    const waitMs = await takeTurn(pace, where, call, write.drawn.priority);
    if (waitMs > 0) return now() + waitMs;
    inFlight.set(
      message,
      perform(message, write, (retryAfterMs) => holdTurns(pace, where, call, retryAfterMs)),
    );
    return Number.POSITIVE_INFINITY;
  }

  async function perform(
    message: string,
    write: Pending,
    limited: (retryAfterMs: number) => Promise<void>,
  ): Promise<void> {
    try {
      await send(write.task, write, limited);
    } catch (error) {
      // The record and what was shown are as they were: the next look finds the same difference.
      needs.log.error('thread.write_failed', error, { message });
      dirty.add(write.task.id);
    } finally {
      inFlight.delete(message);
      kick(0);
    }
  }

  function kick(delayMs: number): void {
    if (closed) return;
    if (looking) {
      again = true;
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      looking = run();
    }, delayMs);
  }

  async function run(): Promise<void> {
    again = false;
    const next = await round().catch((error: unknown) => {
      needs.log.error('thread.look_failed', error);
      return now() + 1_000;
    });
    looking = undefined;
    if (again) kick(0);
    else if (next !== Number.POSITIVE_INFINITY) kick(Math.max(5, next - now()));
  }

  return {
    changed: (id) => {
      dirty.add(id);
      kick(0);
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await looking;
      await Promise.all(inFlight.values());
      await store.release(lease, needs.instance);
    },
  };
}
