import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Playground, type PlaygroundOptions, startPlayground } from '#deploy/local/playground.ts';
import { sampleRepositories } from '#deploy/local/repositories.ts';
import type { Person } from '#deploy/local/slack/person/person.ts';
import type { SeenMessage } from '#deploy/local/slack/person/protocol.ts';
import { renderMessage } from '#deploy/local/slack/render.ts';
import type { TaskStore } from '#shared/ports.ts';
import { hasEnded, type Task, type TaskId } from '#shared/task/task.ts';
import { openStack, type StackName, stackOfTests } from '../stacks/open.ts';
import type { Wants } from '../stacks/stack.ts';

/** The whole system with people in it: the real Bolt, the real local Slack and GitHub, the bot and workers as processes. */
export interface Stage extends Playground {
  readonly ana: Person;
  readonly ben: Person;
  readonly cleo: Person;
  /** The bot's own store, to see what a person cannot. */
  readonly store: TaskStore;
  /** What the worker of an attempt has published so far, line by line; nothing once it is retired. */
  published(task: TaskId, attempt: number): Promise<readonly string[]>;
  /** Types `/agent …`, each time in the next channel, and gives the card it leads to. */
  ask(text: string, who?: Person): Promise<SeenMessage>;
  taskOf(card: SeenMessage): Promise<Task>;
  /** Waits until the record is as wanted. */
  until(card: SeenMessage, isSo: (task: Task) => boolean | Promise<boolean>, what: string): Promise<Task>;
  isLive(card: SeenMessage): Promise<boolean>;
  /** Waits until the attempt has ended and its thread shows that. */
  end(card: SeenMessage): Promise<Task>;
  /** The thread as a person reads it, a string a message. */
  thread(card: SeenMessage): Promise<readonly string[]>;
}

/** Waits that people would not notice are waits that tests would. */
export const SWIFT = {
  leaseMs: 30_000,
  writerLeaseMs: 5_000,
  sweepMs: 250,
  requeueMs: 3_000,
  goneMs: 400,
  gapMs: 2_000,
  cancelMs: 4_000,
  watchMs: 1_000,
  settleMs: 500,
  budgetMinuteMs: 15_000,
};

const PATIENCE_MS = 180_000;
const MANY = 10_000;
/** Slack takes about one post a second and channel; with a channel for each, tasks do not wait for each other's words. */
const LANES = Array.from({ length: 12 }, (_, index) => ({
  id: `C0LANE${index}`,
  name: `lane-${index}`,
  members: ['U0ANA', 'U0BEN', 'U0CLEO'],
}));

export interface StageOptions extends Partial<PlaygroundOptions>, Wants {
  readonly stack?: StackName;
}

/** Raises a stage; whoever does closes it. Tests use `openStage` of on-stage.ts. */
export async function raiseStage(options: StageOptions = {}): Promise<Stage> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'bellhop-stage-'));
  const stack = await openStack(options.stack ?? stackOfTests(), options);
  const playground = await startPlayground({
    repositories: sampleRepositories(),
    slack: { channels: LANES },
    ...options,
    data,
    env: { BELLHOP_TIMING: JSON.stringify(SWIFT), ...stack.env, ...options.env },
  });
  const store = await stack.openStore(playground);
  const close = async () => {
    await playground.close();
    await stack.close();
    if (!options.data) rmSync(data, { recursive: true, force: true });
  };
  const ana = playground.slack.person('U0ANA');
  return {
    ...playground,
    close,
    ...looking(store),
    ...people(playground),
    store,
    published: (task, attempt) => stack.published(playground, task, attempt),
    ask: asking(playground, store, ana),
    thread: reading(ana),
  };
}

function people({ slack }: Playground) {
  return { ana: slack.person('U0ANA'), ben: slack.person('U0BEN'), cleo: slack.person('U0CLEO') };
}

function asking({ slack }: Playground, store: TaskStore, ana: Person): Stage['ask'] {
  let asked = 0;
  return async (text, who = ana) => {
    const channel = LANES[asked++ % LANES.length]?.id ?? '';
    const known = new Set((await store.askedBy(who.id, MANY)).map(({ id }) => id));
    const outcome = await who.slash('/agent', text, { channel });
    if (!outcome.ok)
      throw new Error(`Slack said ${outcome.text}; the app called ${JSON.stringify(slack.calls.at(-1))}`);
    const isNew = ({ id, request, thread }: Task) =>
      thread.channel === channel &&
      !known.has(id) &&
      text.endsWith(request.words) &&
      text.startsWith(request.repository);
    return poll(
      async () => {
        const task = (await store.askedBy(who.id, MANY)).find(isNew);
        const card = task && (await store.shown(task.id)).get('card');
        return card && (await who.messages(channel)).find(({ ts }) => ts === card.ts);
      },
      () => 'a card',
    );
  };
}

function reading(ana: Person): Stage['thread'] {
  return async ({ channel, ts }) => (await ana.thread(channel, ts)).map((message) => renderMessage(message).join('\n'));
}

function looking(store: TaskStore): Pick<Stage, 'taskOf' | 'until' | 'isLive' | 'end'> {
  async function find({ channel, ts }: SeenMessage): Promise<Task | undefined> {
    return store.ofThread(channel, ts);
  }
  const until: Stage['until'] = async (card, isSo, what) => {
    let seen: Task | undefined;
    const look = async () => {
      seen = await find(card);
      return seen && (await isSo(seen)) ? seen : undefined;
    };
    return poll(
      look,
      () => `${what}; it is ${JSON.stringify(seen && { ...seen, past: seen.past.length, admission: undefined })}`,
    );
  };
  return {
    taskOf: (card) => until(card, () => true, 'known as the card of a task'),
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

async function poll<T>(look: () => Promise<T | undefined>, what: () => string): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never ${what()}`);
}
