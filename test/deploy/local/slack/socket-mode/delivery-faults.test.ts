import { expect, test } from 'vitest';
import { acking, openSocketApp } from '../socket-app.ts';
import { openSlack } from '../start.ts';

const texts = (envelopes: readonly { payload: { event: { text: string } } }[]) =>
  envelopes.map(({ payload }) => payload.event.text);

test('repeated deliveries are the same payload in new envelopes, marked as retries', async () => {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  slack.faults.set({ kind: 'repeat_deliveries', copies: 2 });
  const ana = slack.person('U0ANA');
  await ana.post('general', 'thrice');
  await ana.post('general', 'once');
  const envelopes = await app.atLeast(4);
  expect(texts(envelopes)).toEqual(['thrice', 'thrice', 'thrice', 'once']);
  expect(envelopes.map(({ retry_attempt }) => retry_attempt)).toEqual([0, 1, 2, 0]);
  expect(new Set(envelopes.map(({ envelope_id }) => envelope_id)).size).toBe(4);
});

test('interactions are repeated only when all deliveries are meant', async () => {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  const ana = slack.person('U0ANA');
  slack.faults.set({ kind: 'repeat_deliveries' });
  await ana.slash('/agent');
  expect(app.envelopes).toHaveLength(1);
  slack.faults.clear();
  slack.faults.set({ kind: 'repeat_deliveries', of: 'all' });
  await ana.slash('/agent');
  const [, one, two] = await app.atLeast(3);
  expect(one?.payload).toEqual(two?.payload);
});

test('delayed deliveries are overtaken', async () => {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  slack.faults.set({ kind: 'delay_deliveries', delayMs: 100 });
  const ana = slack.person('U0ANA');
  await ana.post('general', 'slow');
  await ana.post('general', 'fast');
  expect(texts(await app.atLeast(2))).toEqual(['fast', 'slow']);
});

test('shuffled deliveries all come, in an order the seed decides', async () => {
  const words = ['1', '2', '3', '4', '5', '6'];
  const orders = await Promise.all([7, 7, 8].map((seed) => shuffledOrder(words, seed)));
  expect(orders[0]).toEqual(orders[1]);
  expect(orders[0]).not.toEqual(words);
  expect(orders[2]).not.toEqual(orders[0]);
  for (const order of orders) expect(order.toSorted()).toEqual(words);
});

test('a shuffle that waits for more than come lets go in the end', async () => {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  slack.faults.set({ kind: 'shuffle_deliveries', window: 100, times: 100 });
  await slack.person('U0ANA').post('general', 'alone');
  expect(texts(await app.atLeast(1))).toEqual(['alone']);
});

async function shuffledOrder(words: readonly string[], seed: number): Promise<readonly string[]> {
  const slack = await openSlack();
  const app = await openSocketApp(slack, acking);
  slack.faults.set({ kind: 'shuffle_deliveries', window: words.length, times: words.length, seed });
  for (const word of words) await slack.person('U0ANA').post('general', word);
  return texts(await app.atLeast(words.length));
}
