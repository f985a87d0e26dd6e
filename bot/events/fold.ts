import type { WorkerEvent } from '#shared/task/events.ts';
import { advance } from '#shared/task/lifecycle.ts';
import type { Task } from '#shared/task/task.ts';

/** One run of worker events against a record: what it becomes, what the log gains, and what has to wait for a gap to close. */
export interface FoldedRun {
  readonly task: Task;
  readonly entries: readonly WorkerEvent[];
  readonly hold: readonly WorkerEvent[];
}

/** Pure. Repeats, and events of other attempts, leave no trace. */
export function foldRun(task: Task, held: readonly WorkerEvent[], arrived: readonly WorkerEvent[]): FoldedRun {
  const waiting = bySeq(task, [...held, ...arrived]);
  const entries: WorkerEvent[] = [];
  let folded = task;
  for (const event of waiting) {
    if (event.seq !== folded.folded + 1) break;
    folded = advance(folded, event);
    entries.push(event);
  }
  const known = new Set(held.map((event) => event.seq));
  return { task: folded, entries, hold: waiting.filter((event) => event.seq > folded.folded && !known.has(event.seq)) };
}

/** The first one gap further on: where folding would go on if what is missing were given up. */
export function gapBefore(task: Task, held: readonly WorkerEvent[]): { from: number; to: number } | undefined {
  const next = bySeq(task, held)[0];
  return next && next.seq > task.folded + 1 ? { from: task.folded + 1, to: next.seq - 1 } : undefined;
}

function bySeq(task: Task, events: readonly WorkerEvent[]): readonly WorkerEvent[] {
  const unique = new Map<number, WorkerEvent>();
  for (const event of events) {
    if (event.attempt === task.attempt && event.seq > task.folded && !unique.has(event.seq))
      unique.set(event.seq, event);
  }
  return [...unique.values()].sort((a, b) => a.seq - b.seq);
}
