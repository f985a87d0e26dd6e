import { describe, expect, test } from 'vitest';
import { draw } from '#bot/thread/draw.ts';
import { NOTHING } from '#bot/thread/plan.ts';
import { createSender } from '#bot/thread/send.ts';
import { postIdOf } from '#bot/thread/slack-writes.ts';
import type { FaultRequest } from '#deploy/local/slack/faults/fault.ts';
import { clientOf } from '../../deploy/local/slack/start.ts';
import { until } from '../ground.ts';
import { born, failed, STAGES } from '../tasks.ts';
import { openThreads, type Threads } from './threads.ts';

const POST = 'chat.postMessage';
const UPDATE = 'chat.update';

/** Shows a failed attempt while something goes wrong, and gives the thread once it is settled. */
async function shownDespite(threads: Threads, ...faults: readonly FaultRequest[]): Promise<readonly string[]> {
  for (const fault of faults) threads.slack.faults.set(fault);
  threads.openWriter().changed((await threads.become(STAGES.failed)).id);
  await threads.settled(STAGES.failed);
  return threads.threadOf(STAGES.failed);
}

/** No message twice, whatever happened on the way. */
function expectWhole(thread: readonly string[], cards: readonly string[], when?: string): void {
  expect(cards, when).toHaveLength(1);
  expect(
    thread.map((text) => text.split('\n')[0]),
    when,
  ).toEqual([
    '━━ Fix the rounding of prices in the cart',
    expect.stringContaining('steps done'),
    expect.stringContaining('Attempt 1 failed'),
  ]);
}

const PASSING: readonly { readonly what: string; readonly faults: readonly FaultRequest[] }[] = [
  { what: 'a post is limited', faults: [{ kind: 'rate_limited', method: POST, retryAfterSeconds: 1 }] },
  { what: 'an update is limited', faults: [{ kind: 'rate_limited', method: UPDATE, retryAfterSeconds: 1 }] },
  { what: 'a post fails inside Slack', faults: [{ kind: 'fail_http', method: POST, status: 503 }] },
  {
    what: 'an update fails inside Slack for long',
    faults: [{ kind: 'fail_http', method: UPDATE, status: 500, times: 4 }],
  },
  { what: 'Slack says of a post that it broke', faults: [{ kind: 'fail', method: POST, error: 'internal_error' }] },
  { what: 'the answer to the card is lost', faults: [{ kind: 'lose_answer', method: POST }] },
  { what: 'the answer to every post is lost', faults: [{ kind: 'lose_answer', method: POST, times: 3 }] },
  { what: 'the answer to the card comes too late', faults: [{ kind: 'answer_late', method: POST, delayMs: 800 }] },
  { what: 'a post never arrives', faults: [{ kind: 'lose_call', method: POST }] },
  { what: 'an update never arrives', faults: [{ kind: 'lose_call', method: UPDATE, times: 3 }] },
  {
    what: 'the answer to the card is lost, and the search for it fails',
    faults: [
      { kind: 'lose_answer', method: POST },
      { kind: 'fail_http', method: 'conversations.history', status: 500, times: 3 },
    ],
  },
  {
    what: 'the answer to the card is lost, and the search for it is limited',
    faults: [
      { kind: 'lose_answer', method: POST },
      { kind: 'rate_limited', method: 'conversations.history', retryAfterSeconds: 1 },
    ],
  },
];

describe('a thread is whole, with no message twice, though', () => {
  test('Slack limits, fails, answers late or not at all', async () => {
    const all = PASSING.map(async ({ faults }) => {
      const threads = await openThreads();
      const thread = await shownDespite(threads, ...faults);
      return { thread, cards: await threads.cards(), pending: threads.slack.faults.pending() };
    });
    for (const [index, { thread, cards, pending }] of (await Promise.all(all)).entries()) {
      expect(pending, PASSING[index]?.what).toEqual([]);
      expectWhole(thread, cards, PASSING[index]?.what);
    }
  });

  test('the card was posted long ago in a busy channel before anybody could look for it', async () => {
    const threads = await openThreads();
    const { slack, ana, openWriter, become, settled, shownOf, store } = threads;
    slack.faults.set({ kind: 'lose_answer', method: POST });
    const first = openWriter();
    first.changed((await become(STAGES.failed)).id);
    await until(() => threads.said.some(({ event }) => event === 'thread.post_unsure') || undefined, 'it is unsure');
    await first.close();
    for (let index = 0; index < 250; index += 1) await ana.post('C0GENERAL', `chatter ${index}`);
    const intent = await shownOf(STAGES.failed);
    await store.show(STAGES.failed.id, 'card', { channel: intent?.channel ?? '', at: threads.now() });

    openWriter({ boot: 'second start' }).changed(STAGES.failed.id);
    await settled(STAGES.failed);
    const cards = (await threads.cards()).filter((text) => text.includes('Fix the rounding'));
    expect(cards).toHaveLength(1);
  });
});

describe('a place that is closed', () => {
  test('because the bot is no member is joined', async () => {
    const threads = await openThreads({
      channels: [{ id: 'C0GENERAL', name: 'general', members: ['U0ANA'] }],
    });
    expectWhole(await shownDespite(threads), await threads.cards());
  });

  test('because the bot was put out of it is joined, and the reply is in its thread', async () => {
    const threads = await openThreads();
    const fault = { kind: 'fail', method: POST, error: 'not_in_channel' } as const;
    const { openWriter, become, settled, slack, showing } = threads;
    const writer = openWriter();
    writer.changed((await become(STAGES.implement)).id);
    await showing(STAGES.implement, 'Before any change');
    slack.faults.set(fault);
    writer.changed((await become(failed(STAGES.implement))).id);
    await settled(STAGES.failed);
    expect((await threads.threadOf(STAGES.failed)).at(-1)).toContain('Attempt 1 failed');
    expect(await threads.cards()).toHaveLength(1);
  });

  test.each([
    ['because it is private', [{ id: 'C0GENERAL', name: 'general', members: ['U0ANA'], private: true }]],
    ['because it is gone', []],
  ])('%s leads to the direct messages of who asked', async (_, channels) => {
    const threads = await openThreads({ channels });
    const thread = await shownDespite(threads);
    expectWhole(thread, await threads.cards('D0ANA'));
    expect((await threads.shownOf(STAGES.failed))?.channel).toBe('D0ANA');
  });

  test('with nobody to be told directly is given up, and nothing is tried for ever', async () => {
    const threads = await openThreads({ channels: [] });
    const task = { ...STAGES.failed, requester: { id: 'U0GONE', name: 'Gone' } };
    threads.openWriter().changed((await threads.become(task)).id);
    await threads.settled(task);
    expect(await threads.shownOf(task)).toMatchObject({ refused: 'channel_not_found' });
  });
});

describe('what Slack will not take', () => {
  test('because somebody removed the card is not sent for ever, and the end is still told', async () => {
    const threads = await openThreads();
    const { openWriter, become, settled, showing, slack, shownOf, callsOf } = threads;
    const writer = openWriter();
    writer.changed((await become(STAGES.implement)).id);
    await showing(STAGES.implement, 'Before any change');
    const card = await shownOf(STAGES.implement);
    await clientOf(slack).chat.delete({ channel: card?.channel ?? '', ts: card?.ts ?? '' });
    writer.changed((await become(failed(STAGES.implement))).id);
    await settled(STAGES.failed);
    expect((await threads.threadOf(STAGES.failed)).at(-1)).toContain('Attempt 1 failed');
    expect(callsOf(UPDATE).filter(({ answer }) => answer?.error === 'message_not_found')).toHaveLength(1);
  });

  test('because it has a plan is drawn without', async () => {
    const threads = await openThreads();
    const { slack, callsOf } = threads;
    slack.faults.set({ kind: 'answer_late', method: POST, delayMs: 1 });
    const thread = await shownDespite(threads, { kind: 'fail', method: POST, error: 'invalid_blocks' });
    expect(thread[1]).toContain('✗ Set up a workspace');
    const lives = callsOf(POST).filter(({ args }) => String(postIdOf(args)).endsWith('/live'));
    expect(lives.map(({ args }) => JSON.stringify(args.blocks).includes('"plan"'))).toEqual([true, false]);
  });

  test('because they have plans, two of them at once, are both to be drawn without', async () => {
    const { slack, slackWrites, store, log, now } = await openThreads();
    const drawn = draw(STAGES.implement, { now: now(), caps: { plan: true } }).find(({ key }) => key === 'live');
    if (!drawn) throw new Error('every thread has one');
    const dropped: string[] = [];
    const withoutPlan = () => void dropped.push('plan');
    const send = createSender({ store, slack: slackWrites, log, now, withoutPlan, isWriter: () => true });
    const write = { kind: 'post', drawn, priority: 1, hash: 'x', notBefore: 0, restsUntil: 0 } as const;
    const tasks = [born({}, 'one'), born({}, 'two')];
    slack.faults.set({ kind: 'fail', method: POST, error: 'invalid_blocks', times: 2 });
    await Promise.all(tasks.map((task) => send(task, write, async () => {})));
    expect(dropped).toEqual(['plan', 'plan']);
    for (const { id } of tasks)
      expect((await store.shown(id)).get('live')).toEqual({
        channel: 'C0GENERAL',
        hash: NOTHING,
        at: expect.any(Number),
      });
  });

  test('because its token is no longer good is sent once that is mended', async () => {
    const threads = await openThreads();
    const held: number[] = [];
    const pace = { take: async () => 0, pause: async (_: string, forMs: number) => void held.push(forMs) };
    threads.slack.faults.set({ kind: 'fail', method: POST, error: 'token_revoked' });
    threads.openWriter({ pace }).changed((await threads.become(STAGES.failed)).id);
    await threads.settled(STAGES.failed);
    expectWhole(await threads.threadOf(STAGES.failed), await threads.cards());
    expect(held).toEqual([60_000]);
  });
});

test('a writer that slept until its lease was over posts nothing: its successor does, once', async () => {
  const threads = await openThreads();
  const { store, slackWrites, log, now } = threads;
  const task = await threads.become(STAGES.failed);
  const card = draw(task, { now: now(), caps: { plan: true } }).find(({ key }) => key === 'card');
  if (!card) throw new Error('every thread has one');
  const sleeper = createSender({ store, slack: slackWrites, log, now, withoutPlan: () => {}, isWriter: () => false });
  const write = { kind: 'post', drawn: card, priority: 1, hash: 'x', notBefore: 0, restsUntil: 0 } as const;
  await sleeper(task, write, async () => {});
  expect(threads.callsOf(POST)).toEqual([]);
  threads.openWriter().changed(task.id);
  await threads.settled(STAGES.failed);
  expectWhole(await threads.threadOf(STAGES.failed), await threads.cards());
});
