import { randomUUID } from 'node:crypto';
import type { Connections } from './connections.ts';
import type { Timers } from './timers.ts';

type Kind = 'slash_commands' | 'interactive' | 'events_api';
export type Payload = Readonly<Record<string, unknown>>;

export type AckResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly reason: 'no_connection' | 'timeout' | 'disconnected' };

interface Envelope {
  readonly type: Kind;
  readonly payload: Payload;
  readonly acceptsResponse: boolean;
  readonly retry?: { readonly attempt: number; readonly reason: string };
}

export interface Envelopes {
  /** Sends once, and waits for the ack as long as Slack would. */
  send(envelope: Envelope): Promise<AckResult>;
  acked(connection: number, envelopeId: string, payload: unknown): void;
  /** An ack can only come on the connection its envelope was sent on. */
  closed(connection: number): void;
}

interface Waiting {
  readonly connection: number;
  readonly settle: (result: AckResult) => void;
}

/** Envelopes under way and the acks they wait for. */
export function createEnvelopes(send: Connections['send'], timers: Timers, ackTimeoutMs: number): Envelopes {
  const waiting = new Map<string, Waiting>();
  return {
    send(envelope) {
      const envelopeId = randomUUID();
      const connection = send(wire(envelopeId, envelope));
      if (connection === undefined) return Promise.resolve({ ok: false, reason: 'no_connection' });
      return new Promise((resolve) => {
        const stop = timers.after(ackTimeoutMs, () => settle({ ok: false, reason: 'timeout' }));
        const settle = (result: AckResult): void => {
          stop();
          waiting.delete(envelopeId);
          resolve(result);
        };
        waiting.set(envelopeId, { connection, settle });
      });
    },
    acked(connection, envelopeId, payload) {
      const envelope = waiting.get(envelopeId);
      if (envelope?.connection === connection) envelope.settle({ ok: true, payload });
    },
    closed(connection) {
      for (const envelope of [...waiting.values()]) {
        if (envelope.connection === connection) envelope.settle({ ok: false, reason: 'disconnected' });
      }
    },
  };
}

function wire(envelopeId: string, { type, payload, acceptsResponse, retry }: Envelope) {
  const retries = { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' };
  return {
    envelope_id: envelopeId,
    type,
    payload,
    accepts_response_payload: acceptsResponse,
    ...(type === 'events_api' ? retries : {}),
  };
}
