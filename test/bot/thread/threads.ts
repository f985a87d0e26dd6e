import { WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { createDrawing } from '#bot/thread/drawing.ts';
import { createSlackWrites } from '#bot/thread/slack-writes.ts';
import { createThreadWriter } from '#bot/thread/writer.ts';
import type { WriterNeeds } from '#bot/thread/writer-needs.ts';
import { TIMING } from '#bot/timing.ts';
import type { SeenMessage } from '#deploy/local/slack/person/protocol.ts';
import { renderMessage } from '#deploy/local/slack/render.ts';
import type { SlackOptions } from '#deploy/local/slack/server.ts';
import { localPace } from '#shared/adapters/local/pace.ts';
import type { Task } from '#shared/task/task.ts';
import { silent } from '../../deploy/local/slack/silent.ts';
import { openSlack } from '../../deploy/local/slack/start.ts';
import { openGround, recordOf, until } from '../ground.ts';
import { BORN_AT } from '../tasks.ts';

const CHANNEL = 'C0GENERAL';
/** How long a call may take before its client gives up. */
const PATIENCE_MS = 400;

/** A workspace of the real local Slack, and writers that show records in it through the official client. */
export async function openThreads(options: SlackOptions = {}) {
  const ground = openGround();
  // Tasks of these tests were born an hour ago, by everybody's clock.
  const startedAt = Date.now();
  const now = () => BORN_AT + 60 * 60_000 + Date.now() - startedAt;
  const slack = await openSlack({ now, ...options });
  const ana = slack.person('U0ANA');

  const clientOf = (retries: number) =>
    new WebClient(slack.botToken, {
      slackApiUrl: slack.apiUrl,
      logger: silent,
      timeout: PATIENCE_MS,
      rejectRateLimitedCalls: true,
      retryConfig: { retries, minTimeout: 10, maxTimeout: 20 },
    });

  const slackWrites = createSlackWrites({ poster: clientOf(0), updater: clientOf(2) });

  /** A writer as one start of one instance has it; ends with the test. */
  function openWriter(about: Partial<WriterNeeds> = {}) {
    const files = { artifacts: { has: async () => false }, linkTo: () => 'http://bot.test/log' };
    const telemetry = { latest: () => undefined };
    const writer = createThreadWriter({
      ...ground,
      ...createDrawing({ ...ground, telemetry, ...files, redact: (text) => text, now }),
      now,
      pace: localPace({ now }),
      slack: slackWrites,
      team: slack.team,
      instance: 'one',
      boot: 'first start',
      timing: { ...TIMING, writerLeaseMs: 1_000, settleMs: 100 },
      ...about,
    });
    onTestFinished(() => writer.close());
    return writer;
  }

  /** The record becomes this, whatever it was. */
  async function become(task: Task): Promise<Task> {
    if (await ground.store.create(task)) return task;
    const from = await ground.store.read(task.id);
    if (from) await ground.store.commit({ from, task, entries: [], hold: [] });
    return task;
  }

  const shownOf = async (task: Task, key = 'card') => (await ground.store.shown(task.id)).get(key);
  /** Every message of the task's thread as a person reads it, the card first. */
  async function threadOf(task: Task): Promise<readonly string[]> {
    const card = await shownOf(task);
    if (card?.ts === undefined) return [];
    return (await ana.thread(card.channel, card.ts)).map(read);
  }

  return {
    ...ground,
    now,
    slack,
    slackWrites,
    ana,
    openWriter,
    become,
    shownOf,
    threadOf,
    /** The roots in the channel, as a person reads them. */
    cards: async (channel = CHANNEL) => (await ana.messages(channel)).map(read),
    callsOf: (method: string) => slack.calls.filter((call) => call.method === method),
    settled: (task: Task) =>
      until(async () => {
        const open = await ground.store.unsettled();
        return open.every(({ id }) => id !== task.id) || undefined;
      }, 'the thread is settled'),
    showing: (task: Task, words: string) =>
      until(async () => (await threadOf(task)).some((text) => text.includes(words)) || undefined, `it shows ${words}`),
    record: (task: Task) => recordOf(ground.store, task),
  };
}
export type Threads = Awaited<ReturnType<typeof openThreads>>;

const read = (message: SeenMessage): string => renderMessage(message).join('\n');
