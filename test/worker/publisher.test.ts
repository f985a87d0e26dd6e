import { expect, test } from 'vitest';
import { parseWorkerEvent, type WorkerEvent } from '#shared/task/events.ts';
import { NO_USAGE } from '#shared/task/step.ts';
import { HIDDEN } from '#shared/text/redact.ts';
import { verify } from '#shared/worker-api.ts';
import { createPublisher } from '#worker/publisher.ts';
import { createRedaction } from '#worker/redaction.ts';

const KEY = 'cd'.repeat(32);
const SECRET = 'hunter2-hunter2';

/** A publisher whose writer fails or forgets as told, and how far a bot behind it has read. */
function open(write: (count: number) => 'written' | 'forgotten' | 'broken' = () => 'written', overdueMs?: number) {
  const arrived: WorkerEvent[] = [];
  let writes = 0;
  const publish = async (raw: string) => {
    const end = write(++writes);
    if (end === 'broken') throw new Error('the disk is full');
    if (end === 'written') arrived.push(parseWorkerEvent(JSON.parse(verify(raw, KEY) ?? '')));
  };
  const publisher = createPublisher({
    writer: { publish, tell: async () => undefined, close: async () => undefined },
    task: 't0123456789a',
    attempt: 2,
    key: KEY,
    redact: createRedaction([SECRET]).redact,
    now: () => 7,
    ...(overdueMs && { overdueMs }),
  });
  const folded = () => {
    const seqs = new Set(arrived.map(({ seq }) => seq));
    let last = 0;
    while (seqs.has(last + 1)) last += 1;
    return last;
  };
  return { publisher, arrived, bot: { folded, closed: () => false } };
}

const never = new AbortController().signal;

test('events are numbered, stamped, signed, and written in order', async () => {
  const { publisher, arrived, bot } = open();
  publisher.tell({ type: 'step.started', step: 'hydrate' });
  publisher.tell({ type: 'agent.said', words: 'Hello' });
  expect(await publisher.confirmed(bot, never)).toBe(true);
  expect(arrived).toEqual([
    { task: 't0123456789a', attempt: 2, seq: 1, at: 7, fact: { type: 'step.started', step: 'hydrate' } },
    { task: 't0123456789a', attempt: 2, seq: 2, at: 7, fact: { type: 'agent.said', words: 'Hello' } },
  ]);
});

test('the end carries all that was found, and its own number', async () => {
  const { publisher, arrived, bot } = open();
  publisher.tell({ type: 'step.started', step: 'hydrate' });
  publisher.tell({ type: 'step.ended', step: 'hydrate', state: 'done', tookMs: 5, gist: 'all' });
  publisher.tell({ type: 'agent.acted', tool: 'bash', gist: 'ls', usage: { ...NO_USAGE, turns: 3 } });
  publisher.end({ end: 'stopped' });
  await publisher.confirmed(bot, never);
  expect(arrived.at(-1)?.fact).toEqual({
    type: 'attempt.ended',
    lastSeq: 4,
    report: {
      steps: [{ step: 'hydrate', state: 'done', rounds: 1, tookMs: 5, gist: 'all' }],
      usage: { ...NO_USAGE, turns: 3 },
    },
    outcome: { end: 'stopped' },
  });
});

test('no secret leaves in any string of an event', async () => {
  const { publisher, arrived, bot } = open();
  const base64 = Buffer.from(SECRET).toString('base64');
  publisher.tell({ type: 'context.gathered', included: [`a ${SECRET}`], omitted: [base64] });
  await publisher.confirmed(bot, never);
  expect(arrived[0]?.fact).toMatchObject({ included: [`a ${HIDDEN}`], omitted: [expect.stringContaining(HIDDEN)] });
});

test('what is too long for its schema is cut, and the end of a tail is kept', async () => {
  const { publisher, arrived, bot } = open();
  publisher.tell({ type: 'agent.said', words: '😀'.repeat(5_000) });
  const run = {
    name: 'test',
    command: 'x'.repeat(3_000),
    commit: 'a'.repeat(40),
    exitCode: 0,
    tookMs: 1,
    logHash: 'b'.repeat(64),
    log: 'a.log',
    tail: `${'y'.repeat(5_000)}the end`,
  };
  publisher.tell({ type: 'baseline.measured', runs: [run] });
  const files = Array.from({ length: 400 }, (_, index) => ({ path: `${index}`, added: 1, removed: 0 }));
  const account = { summary: '', why: '', verify: '', risk: '', rollback: '' };
  publisher.tell({ type: 'change.committed', change: { commit: 'a'.repeat(40), files, fileCount: 400, account } });
  await publisher.confirmed(bot, never);
  expect(arrived[0]?.fact).toEqual({ type: 'agent.said', words: `${'😀'.repeat(3_999)}…` });
  expect(arrived[1]?.fact).toMatchObject({ runs: [{ tail: expect.stringMatching(/^…y+the end$/) }] });
  expect(arrived[2]?.fact).toHaveProperty('change.files.length', 300);
});

test('what the channel lost or refused is sent again until the bot has it', async () => {
  const { publisher, arrived, bot } = open((count) => (count === 2 ? 'forgotten' : count === 3 ? 'broken' : 'written'));
  for (const words of ['one', 'two', 'three', 'four']) publisher.tell({ type: 'agent.said', words });
  expect(await publisher.confirmed(bot, never)).toBe(true);
  expect(arrived.map(({ seq }) => seq)).toEqual([1, 4, 2, 3, 4]);
});

test('it does not wait for a bot that has closed the attempt, nor longer than it may', async () => {
  const { publisher } = open();
  publisher.tell({ type: 'agent.said', words: 'Hello' });
  expect(await publisher.confirmed({ folded: () => 0, closed: () => true }, never)).toBe(false);
  expect(await publisher.confirmed({ folded: () => 0, closed: () => false }, AbortSignal.abort())).toBe(false);
});

test('what was lost on the way is told again while nothing new is said, and what arrived is not', async () => {
  const { publisher, arrived, bot } = open((count) => (count === 2 ? 'forgotten' : 'written'), 20);
  publisher.tell({ type: 'step.started', step: 'hydrate' });
  publisher.tell({ type: 'step.started', step: 'provision' });
  publisher.tell({ type: 'step.started', step: 'baseline' });
  const desist = publisher.insist(bot);
  await expect.poll(bot.folded).toBe(3);
  await new Promise((resolve) => setTimeout(resolve, 200));
  desist();
  expect(arrived.map(({ seq }) => seq).slice(0, 4)).toEqual([1, 3, 2, 3]);
  expect(arrived).toHaveLength(4);
});

test('a bot that is away is told less and less often', async () => {
  const { publisher, arrived } = open(() => 'written', 5);
  publisher.tell({ type: 'step.started', step: 'hydrate' });
  const desist = publisher.insist({ folded: () => 0, closed: () => false });
  await new Promise((resolve) => setTimeout(resolve, 400));
  desist();
  expect(arrived.length).toBeGreaterThan(2);
  expect(arrived.length).toBeLessThan(10);
});
