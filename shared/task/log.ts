import { hash } from 'node:crypto';
import type { TaskEvent } from './events.ts';
import type { TaskId } from './task.ts';

/** One entry as it was written: `hash` covers the event, its place, and the hash before it. */
interface Link {
  readonly index: number;
  readonly event: TaskEvent;
  readonly hash: string;
}

/** One entry that is about to be written, with the text of its event that went into the hash. */
export interface NewLink extends Link {
  readonly text: string;
}

/** The entries that follow `before` in a task's log. Pure, so that every store chains alike. */
export function chain(
  id: TaskId,
  before: Pick<Link, 'index' | 'hash'> | undefined,
  events: readonly TaskEvent[],
): readonly NewLink[] {
  const links: NewLink[] = [];
  for (const event of events) {
    const last = links.at(-1) ?? before;
    const index = last ? last.index + 1 : 0;
    const text = JSON.stringify(arranged(event));
    links.push({ index, event, text, hash: hash('sha256', `${last?.hash ?? id}\n${index}\n${text}`) });
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

/** So that the same value has the same text, whatever order a database gives its fields back in. */
function arranged(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(arranged);
  const given = value as Readonly<Record<string, unknown>>;
  const fields: Record<string, unknown> = {};
  for (const name of Object.keys(given).sort()) {
    const inner = arranged(given[name]);
    // Assigned, a field of this name would not be one; made with `fromEntries`, all take four times as long.
    if (name === '__proto__') Object.defineProperty(fields, name, { value: inner, enumerable: true });
    else fields[name] = inner;
  }
  return fields;
}
