import type { Fault } from '../../faults/fault.ts';
import { CATALOGUE } from './catalogue.ts';

/** What is still to come, as a person reads it. */
export function pendingWords(fault: Fault): string {
  const kind = CATALOGUE.flatMap(({ kinds }) => kinds).find(({ id }) => id === fault.kind);
  const label = kind?.label ?? fault.kind;
  if (fault.kind === 'rate_limits') return `${label}: until cleared`;
  const left = fault.times === 1 ? 'once more' : `${fault.times} more times`;
  const method = 'method' in fault && fault.method !== '*' ? ` (${fault.method})` : '';
  return `${label}${method}: ${left}`;
}
