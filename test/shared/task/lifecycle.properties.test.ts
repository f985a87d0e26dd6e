import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fact, TaskEvent } from '#shared/task/events.ts';
import { advance } from '#shared/task/lifecycle.ts';
import { hasEnded, type Task } from '#shared/task/task.ts';
import { TASKS } from './by-status.ts';
import { FACTS, isWorkerFact } from './facts.ts';
import { aTask } from './samples.ts';

const anyFact: fc.Arbitrary<Fact> = fc.constantFrom(...Object.values(FACTS).flat());
const workerFact: fc.Arbitrary<Fact> = fc.constantFrom(...Object.values(FACTS).flat().filter(isWorkerFact));

/** Events as a careless world might bring them: any fact, any attempt and `seq` that could be meant, any clock. */
const anyEvent: fc.Arbitrary<TaskEvent> = fc
  .record({
    fact: anyFact,
    attempt: fc.integer({ min: 1, max: 3 }),
    seq: fc.integer({ min: 1, max: 6 }),
    at: fc.integer({ min: 0, max: 10_000 }),
  })
  .map(({ fact, attempt, seq, at }) => eventOf(fact, attempt, seq, at));

/** What may happen to a task from any status on. */
const history = fc.record({
  start: fc.constantFrom(...Object.values(TASKS)),
  events: fc.array(anyEvent, { maxLength: 60 }),
});

test('an ended attempt stays as it ended until the next one is opened', () => {
  fc.assert(
    fc.property(history, ({ start, events }) => {
      for (const { before, event, next } of stepsOf(start, events)) {
        if (!hasEnded(before) || next.status === before.status) continue;
        expect(event.fact.type).toBe('attempt.opened');
        expect(next.attempt).toBe(before.attempt + 1);
      }
    }),
  );
});

test('every attempt ends in one way at most', () => {
  fc.assert(
    fc.property(history, ({ start, events }) => {
      const ends = new Map<number, Set<string>>();
      for (const { next } of stepsOf(start, events)) {
        if (hasEnded(next)) ends.set(next.attempt, (ends.get(next.attempt) ?? new Set()).add(next.status));
      }
      for (const statuses of ends.values()) expect(statuses.size).toBe(1);
    }),
  );
});

test('attempts are numbered without gaps, and each past one is remembered once', () => {
  fc.assert(
    fc.property(history, ({ start, events }) => {
      const last = stepsOf(start, events).at(-1)?.next ?? start;
      expect(last.past.map((past) => past.attempt)).toEqual(Array.from({ length: last.attempt - 1 }, (_, i) => i + 1));
    }),
  );
});

test('repeating an event right away changes nothing more', () => {
  fc.assert(
    fc.property(history, ({ start, events }) => {
      for (const { event, next } of stepsOf(start, events)) {
        if (isWorkerFact(event.fact) || event.fact.type === 'gap.lost') expect(advance(next, event)).toBe(next);
      }
    }),
  );
});

test('however worker events are shuffled and repeated, they fold as if they had come in order', () => {
  const delivery = fc.array(workerFact, { minLength: 1, maxLength: 12 }).chain((facts) => {
    const events = facts.map((fact, index) => eventOf(fact, 1, index + 1, 3_000));
    const shuffled = fc.shuffledSubarray([...events, ...events, ...events], { minLength: events.length * 3 });
    return fc.record({ events: fc.constant(events), shuffled });
  });
  fc.assert(
    fc.property(delivery, ({ events, shuffled }) => {
      const running = runningTask();
      // As a queue does: what was not the next one yet comes again.
      const rounds = events.flatMap(() => shuffled);
      expect(rounds.reduce(advance, running)).toEqual(events.reduce(advance, running));
      expect(rounds.reduce(advance, running).folded).toBe(events.length);
    }),
  );
});

test('a task is never changed in place, and always survives being stored', () => {
  fc.assert(
    fc.property(history, ({ start, events }) => {
      let task = frozen(start);
      for (const event of events) task = frozen(advance(task, frozen(event)));
      expect(JSON.parse(JSON.stringify(task))).toStrictEqual(task);
    }),
  );
});

function stepsOf(start: Task, events: readonly TaskEvent[]): readonly { before: Task; event: TaskEvent; next: Task }[] {
  let task = start;
  return events.map((event) => {
    const before = task;
    task = advance(before, event);
    return { before, event, next: task };
  });
}

function eventOf(fact: Fact, attempt: number, seq: number, at: number): TaskEvent {
  return (isWorkerFact(fact) ? { task: aTask('a').id, attempt, seq, at, fact } : { attempt, at, fact }) as TaskEvent;
}

function runningTask(): Task {
  const facts: readonly Fact[] = [
    { type: 'admission.started' },
    { type: 'admission.passed', checks: [] },
    { type: 'execution.claimed', execution: 'x1' },
  ];
  return facts.map((fact) => eventOf(fact, 1, 0, 2_000)).reduce(advance, aTask('a'));
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
