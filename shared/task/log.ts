import { createHash } from 'node:crypto';
import type { TaskEvent } from './events.ts';
import type { TaskId } from './task.ts';

/** One entry as it was written: `hash` covers the event, its place, and the hash before it. */
interface Link {
  readonly index: number;
  readonly event: TaskEvent;
  readonly hash: string;
}

/** The entries that follow `before` in a task's log. Pure, so that every store chains alike. */
export function chain(id: TaskId, before: Pick<Link, 'index' | 'hash'> | undefined, events: readonly TaskEvent[]) {
  const links: Link[] = [];
  for (const event of events) {
    const last = links.at(-1) ?? before;
    const index = last ? last.index + 1 : 0;
    links.push({ index, event, hash: hashOf(last?.hash ?? id, index, event) });
  }
  return links;
}

/** Index of the first entry that is not as it was written; undefined when the whole log is. */
export function firstBreak(id: TaskId, log: readonly Link[]): number | undefined {
  const written = chain(
    id,
    undefined,
    log.map((link) => link.event),
  );
  const broken = written.findIndex((link, at) => link.hash !== log[at]?.hash || link.index !== log[at]?.index);
  return broken < 0 ? undefined : broken;
}

function hashOf(before: string, index: number, event: TaskEvent): string {
  return createHash('sha256')
    .update(`${before}\n${index}\n${canonical(event)}`)
    .digest('hex');
}

/** The same text for the same value, whatever order a database gives its fields back in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (isFields(inner) ? sorted(inner) : inner));
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
