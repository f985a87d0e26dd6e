import { WorkerFact } from '#shared/task/events.ts';
import { clip, clipTail } from '#shared/text/clip.ts';
import type { Redact } from '#shared/text/redact.ts';

/** A fact as it may leave: nothing secret in any of its strings, and everything as short as its schema wants. */
export function fitting(fact: WorkerFact, redact: Redact): WorkerFact {
  const clean = mapStrings(fact, (text) => redact(text).toWellFormed());
  const { error } = WorkerFact.safeParse(clean);
  for (const issue of error?.issues ?? []) {
    if (issue.code === 'too_big') shorten(clean, issue.path, Number(issue.maximum));
  }
  return WorkerFact.parse(clean);
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapStrings(item, change)]));
}

/** Cuts what the schema calls too long, in place: the copy is our own. */
function shorten(root: unknown, path: readonly PropertyKey[], maximum: number): void {
  const owner = path.slice(0, -1).reduce<unknown>((value, key) => Object(value)[key], root);
  const name = path.at(-1) ?? '';
  const value: unknown = Object(owner)[name];
  if (typeof value === 'string') Object(owner)[name] = cut(value, maximum, name === 'tail' ? clipTail : clip);
  if (Array.isArray(value)) value.splice(maximum);
}

/** The schema counts UTF-16 units and `clip` whole characters, of which each is two units at most. */
function cut(text: string, maximum: number, by: typeof clip): string {
  const clipped = by(text, maximum);
  return clipped.length <= maximum ? clipped : by(text, Math.floor(maximum / 2));
}
