import { expect, test } from 'vitest';
import type { Fact, TaskEvent } from '#shared/task/events.ts';
import { ACCEPTS, advance } from '#shared/task/lifecycle.ts';
import type { Status, Task } from '#shared/task/task.ts';
import { TASKS } from './by-status.ts';
import { attemptEnded, FACTS, isWorkerFact } from './facts.ts';
import { MOVES } from './moves.ts';
import { ada, after, BASE, bot, evidence, failure, HEAD, worker } from './samples.ts';

const PAIRS = Object.entries(TASKS).flatMap(([status, task]) =>
  Object.values(FACTS).flatMap((facts: readonly Fact[]) =>
    facts.map((fact) => ({ status: status as Status, task, fact, label: labelOf(fact) })),
  ),
);

test('the table has every status and every fact', () => {
  expect(PAIRS.length).toBe(Object.keys(TASKS).length * Object.values(FACTS).flat().length);
  for (const [status, task] of Object.entries(TASKS)) expect(task.status).toBe(status);
  const labels = new Set(Object.values(FACTS).flat().map(labelOf));
  for (const row of Object.values(MOVES)) for (const label of Object.keys(row)) expect(labels).toContain(label);
});

test('a status accepts what the table says and nothing else', () => {
  for (const [status, row] of Object.entries(MOVES)) {
    const types = Object.keys(row).map((label) => label.split(' ')[0]);
    expect(new Set(types)).toEqual(new Set(ACCEPTS[status as Status]));
  }
});

test.for(PAIRS.filter(({ status, label }) => MOVES[status][label]))(
  '$status accepts $label',
  ({ status, task, fact, label }) => {
    const next = advance(task, eventOf(task, fact));
    expect(next.status).toBe(MOVES[status][label]);
    expect(next).not.toBe(task);
  },
);

test.for(PAIRS.filter(({ status, label, fact }) => !MOVES[status][label] && !isWorkerFact(fact)))(
  '$status gives the same task back for $label',
  ({ task, fact }) => {
    expect(advance(task, eventOf(task, fact))).toBe(task);
  },
);

test.for(PAIRS.filter(({ status, label, fact }) => !MOVES[status][label] && isWorkerFact(fact)))(
  '$status counts $label of a worker and changes nothing else',
  ({ task, fact }) => {
    expect(advance(task, eventOf(task, fact))).toEqual({ ...task, folded: task.folded + 1 });
  },
);

test.for(PAIRS)('$status ignores $label of another attempt', ({ task, fact }) => {
  for (const attempt of [task.attempt - 1, task.attempt + 1]) {
    expect(advance(task, { ...eventOf(task, fact), attempt })).toBe(task);
  }
});

test.for(PAIRS.filter(({ fact }) => isWorkerFact(fact)))(
  '$status ignores $label that was folded already or comes too early',
  ({ task, fact }) => {
    for (const seq of [task.folded, task.folded + 2]) {
      expect(advance(task, { ...eventOf(task, fact), seq } as TaskEvent)).toBe(task);
    }
  },
);

test('a fact that is accepted and says nothing new gives the same task back', () => {
  const { running, finalizing } = TASKS;
  expect(advance(running, bot({ type: 'execution.started', execution: 'x1' }))).toBe(running);
  expect(advance(running, bot({ type: 'gap.lost', from: 9, to: 12 }))).toBe(running);
  expect(advance(finalizing, bot({ type: 'branch.found', head: BASE }))).toBe(finalizing);
});

test('a push is granted only for the commit whose evidence is known', () => {
  const { evidence: _, ...work } = TASKS.running.work;
  expect(advance(TASKS.running, bot({ type: 'push.granted', head: BASE }))).toBe(TASKS.running);
  const unproven = { ...TASKS.running, work };
  expect(advance(unproven, bot({ type: 'push.granted', head: HEAD }))).toBe(unproven);
});

test('a push of another commit than the granted one is no push', () => {
  const { finalizing } = TASKS;
  const next = advance(
    finalizing,
    worker(finalizing, finalizing.folded + 1, attemptEnded({ end: 'pushed', head: BASE })),
  );
  expect(next).toMatchObject({ status: 'finalizing', pushed: false });
  expect(next.branch).toBeUndefined();
});

test('a push is on the record with its branch, whoever found it', () => {
  const { finalizing } = TASKS;
  const pushed = { status: 'finalizing', pushed: true, branch: `agent/${finalizing.id}` };
  expect(advance(finalizing, bot({ type: 'branch.found', head: HEAD }))).toMatchObject(pushed);
  expect(
    advance(finalizing, worker(finalizing, finalizing.folded + 1, attemptEnded({ end: 'pushed', head: HEAD }))),
  ).toMatchObject(pushed);
});

test('a pull request that was opened while the task was stopped stays on the record', () => {
  const opened = { type: 'pull_request.opened', number: 7, url: 'https://example.test/7', draft: true } as const;
  const link = { number: 7, url: 'https://example.test/7', draft: true };
  const stopped = after(TASKS.cancelling, opened, { type: 'cancel.proved' });
  expect(stopped).toMatchObject({ status: 'cancelled', pullRequest: link });
  for (const status of ['cancelled', 'failed'] as const) {
    expect(advance(TASKS[status], bot(opened))).toMatchObject({ status, pullRequest: link });
  }
});

test('a branch that was pushed before the stop was heard stays on the record', () => {
  const { cancelling } = TASKS;
  const next = advance(
    cancelling,
    worker(cancelling, cancelling.folded + 1, attemptEnded({ end: 'pushed', head: HEAD })),
  );
  expect(next).toMatchObject({ status: 'cancelled', branch: `agent/${cancelling.id}` });
});

test('a cancelled task says who asked and how long stopping took, never less than nothing', () => {
  const asked = advance(TASKS.running, bot({ type: 'cancel.asked', by: ada }, 5_000));
  expect(advance(asked, bot({ type: 'cancel.proved' }, 8_200))).toMatchObject({ by: ada, tookMs: 3_200 });
  expect(advance(asked, bot({ type: 'cancel.proved' }, 4_000))).toMatchObject({ by: ada, tookMs: 0 });
});

test('a lost gap lets folding go on behind it', () => {
  const { running } = TASKS;
  const lost = advance(running, bot({ type: 'gap.lost', from: running.folded + 1, to: running.folded + 4 }));
  expect(lost.folded).toBe(running.folded + 4);
  const next = advance(lost, worker(running, running.folded + 5, { type: 'step.started', step: 'verify' }));
  expect(next).toMatchObject({ status: 'running', step: 'verify' });
});

test('the next attempt starts anew and keeps what is still good', () => {
  const pullRequest = { number: 7, url: 'https://example.test/7', draft: false };
  const failed = { ...TASKS.failed, branch: 'agent/x', pullRequest, startedAt: 1_500 };
  const next = advance(failed, bot({ type: 'attempt.opened', next: 'retry', by: ada }, 9_000));
  expect(next).toMatchObject({
    status: 'queued',
    attempt: 2,
    startedAt: 9_000,
    folded: 0,
    executions: [],
    pullRequest,
  });
  expect(next.branch).toBe('agent/x');
  expect(next.work).toEqual({ steps: [], usage: { turns: 0, inputTokens: 0, outputTokens: 0, usd: 0 } });
  expect(next.past).toEqual([
    {
      attempt: 1,
      startedAt: 1_500,
      endedAt: failed.changedAt,
      end: { status: 'failed', failure },
      usage: failed.work.usage,
      evidence,
      pullRequest,
      next: 'retry',
      by: ada,
    },
  ]);
});

test('what is asked for after the end opens the next attempt, and is kept with who asked', () => {
  const first = after(TASKS.succeeded, { type: 'attempt.opened', next: 'follow_up', by: ada, words: 'Rename it, too' });
  expect(first).toMatchObject({ status: 'queued', attempt: 2, past: [{ next: 'follow_up', by: ada }] });
  expect(first.followUps).toEqual([{ attempt: 2, by: ada, at: expect.any(Number), words: 'Rename it, too' }]);
  const failed = after(first, { type: 'attempt.failed', failure });
  const retried = after(failed, { type: 'attempt.opened', next: 'retry', by: ada });
  expect(retried.followUps).toEqual(first.followUps);
});

test('how an attempt ended is remembered, whichever way it was', () => {
  for (const status of ['rejected', 'succeeded', 'failed', 'cancelled'] as const) {
    const next = after(TASKS[status], { type: 'attempt.opened', next: 'automatic' });
    expect(next.past.at(-1)).toMatchObject({ end: { status }, next: 'automatic' });
  }
});

test('a new state keeps nothing that was true in the old one only', () => {
  const failed = advance(TASKS.finalizing, bot({ type: 'attempt.failed', failure }));
  for (const field of ['head', 'evidence', 'pushed', 'step']) expect(failed).not.toHaveProperty(field);
});

/** The event that brings a fact to a task: the worker's next, and a gap right after what was folded. */
function eventOf(task: Task, fact: Fact): TaskEvent {
  const stamp = { attempt: task.attempt, at: 3_000 };
  const next = task.folded + 1;
  if (isWorkerFact(fact)) return { ...stamp, task: task.id, seq: next, fact } as TaskEvent;
  return { ...stamp, fact: fact.type === 'gap.lost' ? { ...fact, from: next, to: next + 2 } : fact } as TaskEvent;
}

function labelOf(fact: Fact): string {
  return fact.type === 'attempt.ended' ? `${fact.type} ${fact.outcome.end}` : fact.type;
}
