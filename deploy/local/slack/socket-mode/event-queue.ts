import type { Envelopes, Payload } from './envelopes.ts';
import type { Timers } from './timers.ts';

interface Needs {
  readonly envelopes: Pick<Envelopes, 'send'>;
  readonly connected: () => boolean;
  readonly timers: Pick<Timers, 'after'>;
  readonly retryDelaysMs: readonly number[];
}

interface Retry {
  readonly attempt: number;
  readonly reason: string;
}

export interface EventQueue {
  /** Sends the event, and so many copies marked as retries, until they are acknowledged or Slack gives up. */
  deliver(payload: Payload, copies: number): void;
  /** A connection is there: what waited goes out, in order. */
  resume(): void;
}

/** Events on their way: they wait while nobody listens, and come again when nobody acknowledges. */
export function createEventQueue({ envelopes, connected, timers, retryDelaysMs }: Needs): EventQueue {
  let waiting: (() => void)[] = [];
  const whenConnected = (act: () => void): void => {
    if (connected()) act();
    else waiting.push(act);
  };
  const attempt = async (payload: Payload, retry?: Retry): Promise<void> => {
    const numbered = retry === undefined ? {} : { retry };
    const result = await envelopes.send({ type: 'events_api', payload, acceptsResponse: false, ...numbered });
    if (result.ok) return;
    const next = (retry?.attempt ?? 0) + 1;
    const delayMs = retryDelaysMs[next - 1];
    // Slack's schedule is over: the event is lost, as it would be there.
    if (delayMs === undefined) return;
    const again = { attempt: next, reason: result.reason === 'timeout' ? 'timeout' : 'connection_failed' };
    timers.after(delayMs, () => whenConnected(() => void attempt(payload, again)));
  };
  return {
    deliver: (payload, copies) =>
      whenConnected(() => {
        void attempt(payload);
        for (let copy = 1; copy <= copies; copy += 1) void attempt(payload, { attempt: copy, reason: 'timeout' });
      }),
    resume() {
      const ready = waiting;
      waiting = [];
      for (const act of ready) act();
    },
  };
}
