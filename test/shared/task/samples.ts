import type { BotEvent, BotFact, WorkerEvent, WorkerFact } from '#shared/task/events.ts';
import type { Evidence } from '#shared/task/evidence.ts';
import { advance, submitted } from '#shared/task/lifecycle.ts';
import { type Person, type Task, taskIdOf } from '#shared/task/task.ts';

export const ada: Person = { id: 'U0ADA', name: 'Ada' };
export const HEAD = 'b'.repeat(40);
export const BASE = 'a'.repeat(40);

/** A task as it is born. The same key, the same task. */
export function aTask(key: string, asked: { by?: Person; at?: number; words?: string } = {}): Task {
  const { by = ada, at = 1_000, words = 'Fix the discount' } = asked;
  return submitted({
    id: taskIdOf(key),
    request: { repository: 'acme/shop', repositoryReason: 'named in the command', words },
    requester: by,
    thread: { team: 'T0TEAM', channel: 'C0SHOP' },
    at,
  });
}

export const bot = (fact: BotFact, at = 2_000, attempt = 1): BotEvent => ({ attempt, at, fact });

export function worker(task: Task, seq: number, fact: WorkerFact | { type: 'unknown' }, at = 2_000): WorkerEvent {
  return { task: task.id, attempt: task.attempt, seq, at, fact };
}

/** The task after these facts of the bot. */
export const after = (task: Task, ...facts: readonly BotFact[]): Task =>
  facts.reduce((now, fact) => advance(now, bot(fact, 2_000, now.attempt)), task);

export const failure = { code: 'worker_lost', words: 'It is gone.', whose: 'transient', remedy: 'Retry.' } as const;

export const evidence: Evidence = {
  base: BASE,
  head: HEAD,
  before: [],
  after: [],
  moves: { fixed: ['adds up'], broken: [], stillFailing: [], notRun: [], added: [], passed: 1 },
  verdict: 'green',
  definitionsChanged: [],
};
