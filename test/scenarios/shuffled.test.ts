import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { renderMessage } from '#deploy/local/slack/render.ts';
import type { RepoHost, TaskEventsReader } from '#shared/ports.ts';
import type { WorkerEvent } from '#shared/task/events.ts';
import type { Task, TaskId } from '#shared/task/task.ts';
import { Assignment, ROUTES, sign } from '#shared/worker-api.ts';
import { settled } from '../chaos/violations.ts';
import { startBotHere } from './in-process.ts';
import { openStage } from './on-stage.ts';
import { tiny } from './repositories.ts';

const SEEDS = 200;
const AT_ONCE = 20;

type Facts = readonly WorkerEvent['fact'][];

/** What a worker really says on its way to a pull request. */
async function realStory(): Promise<Facts> {
  const stage = await openStage(tiny());
  const card = await stage.ask('acme/tiny Mend it');
  const task = await stage.end(card);
  return (await stage.store.log(task.id)).flatMap(({ event }) => ('seq' in event ? [event.fact] : []));
}

test('events duplicated and shuffled over 200 seeds, and the last ones lost, end in the same thread and one pull request', async () => {
  const facts = await realStory();
  const theatre = await openTheatre(facts);
  const reference = await theatre.play(inOrder);
  expect(reference.at(-1)).toMatch(/Done/);
  for (let first = 1; first <= SEEDS; first += AT_ONCE) {
    const seeds = Array.from({ length: AT_ONCE }, (_, index) => first + index);
    const threads = await Promise.all(seeds.map((seed) => theatre.play(shuffled(seed))));
    for (const [index, thread] of threads.entries()) expect(thread, `seed ${seeds[index]}`).toEqual(reference);
  }
  expect(await theatre.play(withoutTheEnd), 'the last event lost').toEqual(reference);
  expect(theatre.pullRequestsPerBranch()).toEqual(new Set([1]));
}, 900_000);

type Deliver = (events: readonly string[]) => readonly (readonly string[])[];

const inOrder: Deliver = (events) => [events];

const withoutTheEnd: Deliver = (events) => [events.filter((raw) => !raw.includes('attempt.ended'))];

/** Everything twice, in any order, in batches of any size. */
function shuffled(seed: number): Deliver {
  return (events) => {
    const random = randomFrom(seed);
    const twice = [...events, ...events].map((raw) => ({ raw, at: random() })).sort((a, b) => a.at - b.at);
    const batches: string[][] = [[]];
    for (const { raw } of twice) {
      if (random() < 0.3) batches.push([]);
      batches.at(-1)?.push(raw);
    }
    return batches;
  };
}

/** A small linear congruential generator: the same seed, the same order, on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function openTheatre(facts: Facts) {
  const head = headOf(facts);
  const opened = new Map<string, number>();
  const capabilities = new Map<TaskId, string>();
  const ended = new Set<string>();
  let handle: Parameters<TaskEventsReader['subscribe']>[0] | undefined;
  const bot = await startBotHere({
    policy:
      'repositories: {acme/tiny: {sample: true}}\nlimits: {running: 300, running_per_person: 300, queued_per_person: 300, automatic_retries: 0}',
    host: hostWith(head, opened),
    events: {
      subscribe: (given) => {
        handle = given;
        return async () => {};
      },
      retire: async () => {},
    },
    runner: {
      start: async ({ task, capability }) => {
        capabilities.set(task, capability);
        return `execution of ${task}`;
      },
      find: async () => [],
      stop: async () => {},
      state: async (execution) => (ended.has(execution) ? 'gone' : 'running'),
      isolation: async () => ({ sandbox: 'bubblewrap' }),
    },
  });
  onTestFinished(() => bot.close());
  const ana = bot.slack.person('U0ANA');
  let count = 0;

  /** What is acknowledged is there at once. What Slack says was not, as on a busy machine, a person types again. */
  async function ask(words: string): Promise<Task> {
    for (let typed = 0; typed < 10; typed++) {
      const outcome = await ana.slash('/agent', `acme/tiny ${words}`, { channel: 'C0GENERAL' });
      const [asked] = (await bot.store.askedBy('U0ANA', 1_000)).filter(({ request }) => request.words === words);
      if (asked) return asked;
      if (outcome.ok) throw new Error(`${words} was acknowledged, and there is no task: ${JSON.stringify(outcome)}`);
      await sleep(1_000);
    }
    throw new Error(`${words} was never acknowledged`);
  }

  async function claim(task: TaskId): Promise<Assignment> {
    const capability = await expect
      .poll(() => capabilities.get(task), { timeout: 20_000 })
      .toBeDefined()
      .then(() => capabilities.get(task));
    return Assignment.parse(
      await post(ROUTES.claim, { execution: `execution of ${task}`, nonce: 'a'.repeat(32) }, capability),
    );
  }

  async function post(route: string, body: object, session?: string): Promise<unknown> {
    const headers = { 'content-type': 'application/json', ...(session && { authorization: `Bearer ${session}` }) };
    const response = await fetch(bot.url + route, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${route}: ${await response.text()}`);
    return response.json();
  }

  async function send(batches: readonly (readonly string[])[]): Promise<void> {
    for (const batch of batches) await handle?.events(batch);
  }

  return {
    pullRequestsPerBranch: () => new Set(opened.values()),
    /** One task from its request to its settled thread, its events delivered as told. */
    play: async (deliver: Deliver): Promise<readonly string[]> => {
      const words = `Mend it, number ${++count}`;
      const asked = await ask(words);
      const { eventKey, session } = await claim(asked.id);
      const at = Date.now();
      const events = facts.map((fact, index) =>
        sign(JSON.stringify({ task: asked.id, attempt: 1, seq: index + 1, at, fact }), eventKey),
      );
      // The right to push is asked for once the evidence is known; what follows is said after it.
      const proved = facts.findIndex(({ type }) => type === 'evidence.gathered') + 1;
      await send(deliver(events.slice(0, proved)));
      await post(ROUTES.push, { head }, session);
      await send(deliver(events.slice(proved)));
      ended.add(`execution of ${asked.id}`);
      const isSettled = async () => (await bot.store.unsettled()).every(({ id }) => id !== asked.id);
      await expect.poll(isSettled, { timeout: 60_000 }).toBe(true);
      const card = (await bot.store.shown(asked.id)).get('card');
      const thread = await ana.thread(card?.channel ?? '', card?.ts ?? '');
      return settled(thread.map((message) => renderMessage(message).join('\n').replaceAll(words, 'WORDS')));
    },
  };
}

function headOf(facts: Facts): string {
  const evidence = facts.find((fact) => fact.type === 'evidence.gathered');
  if (evidence?.type !== 'evidence.gathered') throw new Error('the story has evidence');
  return evidence.evidence.head;
}

/** A GitHub that has the branch, and counts what it is asked to open. */
function hostWith(head: string, opened: Map<string, number>): RepoHost {
  return {
    repository: async (name) => ({ name, defaultBranch: 'main', cloneUrl: `https://github.test/${name}.git` }),
    head: async () => head,
    file: async () => undefined,
    recentPullRequests: async () => [],
    openBranches: async () => [],
    amendPullRequest: async () => {},
    reportCheck: async () => {},
    token: async () => ({ token: 'a token of this test', expiresAt: new Date(Date.now() + 3_600_000).toISOString() }),
    present: async () => [],
    standing: async () => undefined,
    remarks: async () => [],
    progress: async () => ({ ahead: 1, behind: 0, forkedAt: head, authors: [] }),
    revoke: async () => {},
    openPullRequest: async ({ branch, draft }) => {
      opened.set(branch, (opened.get(branch) ?? 0) + 1);
      return { number: opened.size, url: `https://github.test/acme/tiny/pull/${opened.size}`, draft };
    },
  };
}
