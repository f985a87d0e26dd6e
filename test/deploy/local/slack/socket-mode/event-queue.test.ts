import { expect, test } from 'vitest';
import type { AckResult } from '#deploy/local/slack/socket-mode/envelopes.ts';
import { createEventQueue } from '#deploy/local/slack/socket-mode/event-queue.ts';

const TIMEOUT: AckResult = { ok: false, reason: 'timeout' };
const CUT: AckResult = { ok: false, reason: 'disconnected' };
const ACKED: AckResult = { ok: true, payload: undefined };

/** A queue before an app that gives these answers in turn, on a clock that jumps to whatever comes next. */
function queueBefore(answers: readonly AckResult[]) {
  const sent: unknown[] = [];
  const left = [...answers];
  const waits: number[] = [];
  const state = { connected: true };
  const after = (delayMs: number, act: () => void) => {
    waits.push(delayMs);
    queueMicrotask(act);
    return () => {};
  };
  const queue = createEventQueue({
    envelopes: {
      async send({ retry }) {
        sent.push(retry ?? 'first');
        return left.shift() ?? ACKED;
      },
    },
    connected: () => state.connected,
    timers: { after },
    retryDelaysMs: [0, 60_000, 300_000],
  });
  return { queue, sent, waits, state };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('an acknowledged event is sent once', async () => {
  const { queue, sent, waits } = queueBefore([ACKED]);
  queue.deliver({}, 0);
  await settled();
  expect([sent, waits]).toEqual([['first'], []]);
});

test('an event nobody acknowledges is tried again at once, after a minute and after five, and then given up', async () => {
  const { queue, sent, waits } = queueBefore([TIMEOUT, CUT, TIMEOUT, TIMEOUT]);
  queue.deliver({}, 0);
  await settled();
  expect(waits).toEqual([0, 60_000, 300_000]);
  expect(sent).toEqual([
    'first',
    { attempt: 1, reason: 'timeout' },
    { attempt: 2, reason: 'connection_failed' },
    { attempt: 3, reason: 'timeout' },
  ]);
});

test('a retry waits too while nobody listens', async () => {
  const { queue, sent, state } = queueBefore([CUT]);
  queue.deliver({}, 0);
  state.connected = false;
  await settled();
  expect(sent).toEqual(['first']);
  state.connected = true;
  queue.resume();
  await settled();
  expect(sent).toEqual(['first', { attempt: 1, reason: 'connection_failed' }]);
});
