import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { BotProcess } from '#deploy/local/bot-process.ts';
import type { SeenMessage } from '#deploy/local/slack/person/protocol.ts';
import { STEPS, type StepName } from '#shared/task/step.ts';
import { undisturbed, violationsOf } from '../chaos/violations.ts';
import { hasRedis, startRedis, withoutRedis } from '../contracts/redis-server.ts';
import { type Stage, SWIFT } from '../scenarios/stage.ts';
import { raiseTwoBots, type TwoBots } from './two-bots.ts';

const REQUEST = 'acme/tiny Mend it';
/** Who wakes then has been replaced. */
const ASLEEP_MS = 2 * SWIFT.writerLeaseMs;

async function twoBots(env: Readonly<Record<string, string>> = {}): Promise<TwoBots> {
  const raised = await raiseTwoBots(env);
  onTestFinished(raised.close, 60_000);
  return raised;
}

async function askedAndIn(stage: Stage, step: StepName): Promise<SeenMessage> {
  const card = await stage.ask(REQUEST);
  const wanted = STEPS.indexOf(step);
  const isThere = ({ work, status }: Awaited<ReturnType<Stage['taskOf']>>) =>
    status !== 'running' || STEPS.indexOf(work.steps.at(-1)?.step ?? 'hydrate') >= wanted;
  await stage.until(card, (task) => task.status !== 'queued' && task.status !== 'admitting' && isThere(task), step);
  return card;
}

/** Every event of a worker is in the log once. */
async function foldedTwice(stage: Stage, card: SeenMessage): Promise<readonly string[]> {
  const { id } = await stage.taskOf(card);
  const seqs = (await stage.store.log(id)).flatMap(({ event }) =>
    'seq' in event ? [`${event.attempt}/${event.seq}`] : [],
  );
  return seqs.filter((seq, index) => seqs.indexOf(seq) !== index);
}

async function expectUntouched(stage: Stage, card: SeenMessage, reference: readonly string[]): Promise<void> {
  await stage.end(card);
  expect(await violationsOf(stage, card, reference)).toEqual([]);
  expect(await foldedTwice(stage, card)).toEqual([]);
}

function whoWrites(stacked: string, start: () => Promise<TwoBots>): void {
  test(`when the bot that writes dies, the other one goes on where it was (${stacked})`, async () => {
    const { stage, writer } = await start();
    const reference = await undisturbed(stage, REQUEST);
    const card = await askedAndIn(stage, 'baseline');
    const { writing, waiting } = await writer();
    await writing.kill();
    await expectUntouched(stage, card, reference);
    expect((await writer()).writing).toBe(waiting);
  }, 900_000);

  test(`when it hangs, the other one goes on, and nothing is said twice when it wakes (${stacked})`, async () => {
    const { stage, writer } = await start();
    const reference = await undisturbed(stage, REQUEST);
    const card = await askedAndIn(stage, 'implement');
    const { writing } = await writer();
    await asleep(writing, () => stage.end(card));
    // What it had begun before it slept happens now, if at all.
    await sleep(3_000);
    await expectUntouched(stage, card, reference);
  }, 900_000);
}

/** Stops a process as a machine that hangs would, for a lease's time and until `meanwhile` is over. */
async function asleep(bot: BotProcess, meanwhile: () => Promise<unknown>): Promise<void> {
  const { pid } = bot;
  if (pid === undefined) throw new Error('a bot that runs has a process');
  process.kill(pid, 'SIGSTOP');
  try {
    await Promise.all([meanwhile(), sleep(ASLEEP_MS)]);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

describe('two bots on one project', () => {
  whoWrites('without Redis', () => twoBots());

  describe.skipIf(!hasRedis)(`that share their budgets${withoutRedis}`, () => {
    whoWrites('with Redis', async () => {
      const redis = await startRedis();
      onTestFinished(redis.end);
      return twoBots({ BELLHOP_REDIS_URL: redis.url });
    });
  });

  test('each task of a burst is worked on once, whoever of the two hears of it', async () => {
    const { stage } = await twoBots();
    const reference = await undisturbed(stage, REQUEST);
    const cards = await Promise.all(Array.from({ length: 4 }, () => stage.ask(REQUEST)));
    for (const card of cards) await expectUntouched(stage, card, reference);
  }, 900_000);
});
