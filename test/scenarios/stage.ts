import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Playground, type PlaygroundOptions, startPlayground } from '#deploy/local/playground.ts';
import { sampleRepositories } from '#deploy/local/repositories.ts';
import type { Person } from '#deploy/local/slack/person/person.ts';
import type { SeenMessage } from '#deploy/local/slack/person/protocol.ts';
import { renderMessage } from '#deploy/local/slack/render.ts';
import { openDatabase } from '#shared/adapters/local/database.ts';
import { localTaskStore } from '#shared/adapters/local/task-store.ts';
import type { TaskStore } from '#shared/ports.ts';
import { hasEnded, type Task } from '#shared/task/task.ts';

/** The whole system with people in it: the real Bolt, the real local Slack and GitHub, the bot and workers as processes. */
export interface Stage extends Playground {
  readonly ana: Person;
  readonly ben: Person;
  readonly cleo: Person;
  readonly channel: string;
  /** The bot's own store, to see what a person cannot. */
  readonly store: TaskStore;
  /** Types `/agent …` and gives the card it leads to. */
  ask(text: string, who?: Person): Promise<SeenMessage>;
  taskOf(card: SeenMessage): Promise<Task>;
  /** Waits until the record is as wanted. */
  until(card: SeenMessage, isSo: (task: Task) => boolean, what: string): Promise<Task>;
  isLive(card: SeenMessage): Promise<boolean>;
  /** Waits until the attempt has ended and its thread shows that. */
  end(card: SeenMessage): Promise<Task>;
  /** The thread as a person reads it, a string a message. */
  thread(card: SeenMessage): Promise<readonly string[]>;
}

/** Waits that people would not notice are waits that tests would. */
export const SWIFT = { leaseMs: 4_000, sweepMs: 250, requeueMs: 3_000, goneMs: 400, gapMs: 2_000, cancelMs: 4_000, settleMs: 500 };

const PATIENCE_MS = 50_000;

export async function openStage(options: Partial<PlaygroundOptions> = {}): Promise<Stage> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'bellhop-stage-'));
  const playground = await startPlayground({
    repositories: sampleRepositories(),
    ...options,
    data,
    env: { BELLHOP_TIMING: JSON.stringify(SWIFT), ...options.env },
  });
  const database = openDatabase(join(playground.botData, 'bellhop.sqlite'));
  const store = localTaskStore(database, { pollMs: 25 });
  onTestFinished(async () => {
    await playground.close();
    database.close();
    if (!options.data) rmSync(data, { recursive: true, force: true });
  }, 30_000);
  const ana = playground.slack.person('U0ANA');
  const { channels } = await ana.workspace();
  const channel = channels.find(({ name }) => name === 'general')?.id ?? '';
  return { ...playground, ...looking(store), ...people(playground), channel, store, ask: asking(playground, channel, ana), thread: reading(ana) };
}

function people({ slack }: Playground) {
  return { ana: slack.person('U0ANA'), ben: slack.person('U0BEN'), cleo: slack.person('U0CLEO') };
}

function asking({ slack }: Playground, channel: string, ana: Person): Stage['ask'] {
  return async (text, who = ana) => {
    const before = new Set((await who.messages(channel)).map(({ ts }) => ts));
    const outcome = await who.slash('/agent', text, { channel });
    if (!outcome.ok) throw new Error(`Slack said ${outcome.text}; the app called ${JSON.stringify(slack.calls.at(-1))}`);
    return who.waitForMessage(channel, ({ ts, bot_id }) => bot_id !== undefined && !before.has(ts));
  };
}

function reading(ana: Person): Stage['thread'] {
  return async ({ channel, ts }) => (await ana.thread(channel, ts)).map((message) => renderMessage(message).join('\n'));
}

function looking(store: TaskStore): Pick<Stage, 'taskOf' | 'until' | 'isLive' | 'end'> {
  async function find({ channel, ts }: SeenMessage): Promise<Task | undefined> {
    return store.ofThread(channel, ts);
  }
  async function until(card: SeenMessage, isSo: (task: Task) => boolean | Promise<boolean>, what: string): Promise<Task> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const task = await find(card);
      if (task && (await isSo(task))) return task;
      if (Date.now() > deadline) throw new Error(`never ${what}: ${JSON.stringify({ status: task?.status, attempt: task?.attempt, steps: task?.work.steps })}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  return {
    taskOf: async (card) => (await find(card)) ?? Promise.reject(new Error('no task has this card')),
    until,
    isLive: async (card) => {
      const task = await find(card);
      return task !== undefined && !hasEnded(task);
    },
    end: (card) => until(card, async (task) => hasEnded(task) && (await isToldOf(store, task)), 'ended and shown'),
  };
}

/** Settled: no automatic try follows, everything is shown, the card was drawn once more. */
async function isToldOf(store: TaskStore, task: Task): Promise<boolean> {
  return (await store.unsettled()).every(({ id }) => id !== task.id);
}
