import { type Clock, parseClock } from './clock.ts';

/** A part of a day. Its end does not belong to it: who comes at the end meets nobody. */
export interface Span {
  readonly from: Clock;
  readonly to: Clock;
}

/** The span between two times of day like `09:30`. */
export function span(from: string, to: string): Span {
  const made = { from: parseClock(from), to: parseClock(to) };
  if (made.to <= made.from) throw new RangeError(`${from} to ${to} is no span: it ends before it begins`);
  return made;
}

export function minutesOf({ from, to }: Span): number {
  return to - from;
}

export function overlaps(one: Span, other: Span): boolean {
  return one.from < other.to && other.from < one.to;
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}
