import type { AckResult } from '../socket-mode/envelopes.ts';
import type { ActOutcome } from './protocol.ts';

const TROUBLE = 'We had some trouble connecting. Try again?';

/** Slack's own code for an app that did not answer: not reachable, or not in time. */
export function failureCode(
  reason: Extract<AckResult, { ok: false }>['reason'],
): 'dispatch_failed' | 'operation_timeout' {
  return reason === 'timeout' ? 'operation_timeout' : 'dispatch_failed';
}

/** What a person sees of a click: nothing, or that the app did not answer. */
export function actOutcome(ack: AckResult): ActOutcome {
  return ack.ok ? { ok: true } : { ok: false, error: failureCode(ack.reason), text: TROUBLE };
}

/** The same for a modal, which stays open. */
export function modalFailure(error: string) {
  return { closed: false, failure: { error, text: TROUBLE } };
}
