import type { Memory } from '#shared/ports.ts';
import { learned } from '#shared/task/learned.ts';
import { findingWords, type MemoryRecord } from '#shared/task/memory.ts';
import type { Moment, Task } from '#shared/task/task.ts';
import type { Redact } from '#shared/text/redact.ts';
import type { ContextAnswer } from '#shared/worker-api.ts';

interface Needs {
  readonly memory: Pick<Memory, 'keep'>;
  readonly redact: Redact;
  readonly now: () => Moment;
}

const MOST_KEPT = 1_000;

/** Keeps what an ended attempt taught. Owed until the task is settled, so it is asked for often; asked twice it is kept once. */
export function createRemember({ memory, redact, now }: Needs): (task: Task) => Promise<void> {
  // What is lost of this when the process ends is written once more, and changes nothing.
  const kept = new Set<string>();
  return async (task) => {
    const attempt = `${task.id}/${task.attempt}`;
    if (kept.has(attempt)) return;
    const records = learned(task, redact);
    if (records.length > 0) await memory.keep(task.request.repository, records, now());
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.add(attempt);
  };
}

/** Words alone: whatever is remembered, it decides nothing. */
export function toldToAgents(record: MemoryRecord): NonNullable<ContextAnswer['memory']>[number] {
  const { task, commit, at } = record.from;
  return { words: findingWords(record), task, commit, at };
}
