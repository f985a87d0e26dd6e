import { expect, test } from 'vitest';
import { clientOf, errorOf, openSlack } from '../start.ts';

const message = { channel: 'C0GENERAL', text: 'hello' };

test('the next calls of a method fail with the error given, and then no more', async () => {
  const slack = await openSlack();
  const { chat, auth } = clientOf(slack);
  slack.faults.set({ kind: 'fail', method: 'chat.postMessage', error: 'is_archived', times: 2 });
  expect(await errorOf(auth.test())).toBe('no error');
  expect(await errorOf(chat.postMessage(message))).toBe('is_archived');
  expect(await errorOf(chat.postMessage(message))).toBe('is_archived');
  expect(await errorOf(chat.postMessage(message))).toBe('no error');
  expect(await slack.person('U0ANA').messages('general')).toHaveLength(1);
});

test('a server error is an HTTP status, and the official client tries again', async () => {
  const slack = await openSlack();
  slack.faults.set({ kind: 'fail_http', method: 'chat.postMessage', status: 503 });
  await clientOf(slack, { retries: 1 }).chat.postMessage(message);
  expect(slack.calls.map(({ status }) => status)).toEqual([503, 200]);
});

test('a call can be turned away with the seconds to wait', async () => {
  const slack = await openSlack();
  slack.faults.set({ kind: 'rate_limited', method: 'chat.postMessage', retryAfterSeconds: 7 });
  await expect(clientOf(slack).chat.postMessage(message)).rejects.toMatchObject({ retryAfter: 7 });
});

test('a lost answer was applied: a client that tries again posts twice', async () => {
  const slack = await openSlack();
  slack.faults.set({ kind: 'lose_answer', method: 'chat.postMessage' });
  await clientOf(slack, { retries: 1 }).chat.postMessage(message);
  expect(await slack.person('U0ANA').messages('general')).toHaveLength(2);
  expect(slack.calls.map(({ status, answer }) => [status, answer?.ok])).toEqual([
    ['connection cut', true],
    [200, true],
  ]);
});

test('a lost call was not applied', async () => {
  const slack = await openSlack();
  slack.faults.set({ kind: 'lose_call', method: 'chat.postMessage' });
  await clientOf(slack, { retries: 1 }).chat.postMessage(message);
  expect(await slack.person('U0ANA').messages('general')).toHaveLength(1);
});

test('a late answer is applied at once and answered no sooner than told', async () => {
  const slack = await openSlack();
  slack.faults.set({ kind: 'answer_late', delayMs: 300 });
  const order: string[] = [];
  slack.person('U0ANA').watch(({ type }) => order.push(type));
  const started = performance.now();
  await clientOf(slack).chat.postMessage(message);
  order.push('answered');
  expect(order).toEqual(['message.posted', 'answered']);
  // Timers may be a millisecond early, never more.
  expect(performance.now() - started).toBeGreaterThanOrEqual(299);
});

test('faults are spent in the order they were set, and can be taken back', async () => {
  const slack = await openSlack();
  const { auth } = clientOf(slack);
  slack.faults.set({ kind: 'fail', error: 'first' });
  slack.faults.set({ kind: 'fail', error: 'second', times: 5 });
  expect(await errorOf(auth.test())).toBe('first');
  expect(await errorOf(auth.test())).toBe('second');
  expect(slack.faults.pending()).toEqual([{ kind: 'fail', method: '*', error: 'second', times: 4 }]);
  slack.faults.clear();
  expect(await errorOf(auth.test())).toBe('no error');
});

test('rate limits are off until turned on, count by method, and posts by channel', async () => {
  let now = 1_700_000_000_000;
  const slack = await openSlack({ now: () => now });
  const { chat, conversations } = clientOf(slack);
  const burst = async (count: number, call: () => Promise<unknown>) => {
    const outcomes = [];
    for (let index = 0; index < count; index += 1)
      outcomes.push(
        await call().then(
          () => 'ok',
          () => 'limited',
        ),
      );
    return outcomes.filter((outcome) => outcome === 'ok').length;
  };
  expect(await burst(60, () => conversations.info({ channel: 'C0GENERAL' }))).toBe(60);
  slack.faults.set({ kind: 'rate_limits', on: true });
  expect(await burst(60, () => conversations.info({ channel: 'C0GENERAL' }))).toBe(50);
  expect(await burst(10, () => chat.postMessage(message))).toBe(5);
  expect(await burst(10, () => chat.postMessage({ ...message, channel: 'C0BUILDS' }))).toBe(5);
  await expect(chat.postMessage(message)).rejects.toMatchObject({ retryAfter: 1 });
  now += 2_000;
  expect(await burst(10, () => chat.postMessage(message))).toBe(2);
  slack.faults.set({ kind: 'rate_limits', on: false });
  expect(await burst(10, () => chat.postMessage(message))).toBe(10);
});
