import { WorkerFact } from '#shared/task/events.ts';
import { clip, clipTail } from '#shared/text/clip.ts';
import { mapStrings } from '#shared/text/map-strings.ts';
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

/** Cuts what the schema calls too long, in place: the copy is our own. */
function shorten(root: unknown, path: readonly PropertyKey[], maximum: number): void {
  const owner = path.slice(0, -1).reduce<unknown>((value, key) => Object(value)[key], root);
  const name = path.at(-1) ?? '';
  const value: unknown = Object(owner)[name];
  if (typeof value === 'string') Object(owner)[name] = (name === 'tail' ? clipTail : clip)(value, maximum);
  if (Array.isArray(value)) value.splice(maximum);
}
