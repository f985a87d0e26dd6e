import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import type { HoldAnswer, HoldRequest } from '#shared/worker-api.ts';
import { Refused } from '#worker/bot.ts';
import { holdLease, type Lease } from '#worker/lease.ts';

type Answer = HoldAnswer | Error;

/** A bot that gives these answers, and then is silent. */
function botOf(answers: Answer[]) {
  const asked: HoldRequest[] = [];
  const hold = async (heard: HoldRequest, signal: AbortSignal): Promise<HoldAnswer> => {
    asked.push(heard);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    if (answer) return answer;
    if (!signal.aborted) await once(signal, 'abort');
    throw signal.reason;
  };
  return { asked, hold };
}

function open(bot: ReturnType<typeof botOf>, leaseMs = 60_000): Lease {
  const lease = holdLease(bot, leaseMs);
  onTestFinished(() => lease.release());
  return lease;
}

const answer = (changes: Partial<HoldAnswer> = {}): HoldAnswer => ({ stop: false, folded: 0, notes: [], ...changes });
const note = (number: number) => ({ number, by: 'Dana', words: `note ${number}` });

test('what the bot has folded and what people said is passed on, each note once', async () => {
  const bot = botOf([
    answer({ folded: 3, notes: [note(1), note(2)] }),
    answer({ folded: 4, notes: [note(2), note(3)] }),
  ]);
  const lease = open(bot);
  await expect
    .poll(() => bot.asked)
    .toEqual([
      { after: 0, folded: 0 },
      { after: 2, folded: 3 },
      { after: 3, folded: 4 },
    ]);
  expect(lease.folded()).toBe(4);
  expect(lease.takeNotes().map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(lease.takeNotes()).toEqual([]);
});

test('the word to stop stops the attempt, and the bot is still listened to', async () => {
  const bot = botOf([answer({ stop: true }), answer({ stop: true, folded: 9 })]);
  const lease = open(bot);
  await expect.poll(() => lease.folded()).toBe(9);
  expect(lease.signal.reason).toMatchObject({ why: 'asked' });
});

test('without a renewal the attempt is stopped when the lease is over', async () => {
  const lease = open(botOf([answer()]), 300);
  if (!lease.signal.aborted) await once(lease.signal, 'abort');
  expect(lease.signal.reason).toMatchObject({ why: 'lease_lost' });
});

test('a renewal lets it last', async () => {
  const bot = botOf([]);
  let renewals = 0;
  const hold: typeof bot.hold = async (heard, signal) => {
    renewals += 1;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return renewals < 12 ? answer() : bot.hold(heard, signal);
  };
  const lease = open({ ...bot, hold }, 500);
  await expect.poll(() => renewals, { timeout: 5_000 }).toBe(12);
  expect(lease.signal.aborted).toBe(false);
});

test('a bot that refuses has closed the attempt', async () => {
  const refused = new Refused('attempt_over', 'It is over.', { whose: 'service', remedy: 'None.' });
  const lease = open(botOf([refused]));
  if (!lease.signal.aborted) await once(lease.signal, 'abort');
  expect(lease.signal.reason).toMatchObject({ why: 'asked' });
  expect(lease.closed()).toBe(true);
});

test('any other mistake is the reason why the attempt ends', async () => {
  const mistake = new Error('makes no sense');
  const lease = open(botOf([mistake]));
  if (!lease.signal.aborted) await once(lease.signal, 'abort');
  expect(lease.signal.reason).toBe(mistake);
  expect(lease.closed()).toBe(false);
});
