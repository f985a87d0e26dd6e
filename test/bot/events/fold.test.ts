import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldRun, gapBefore } from '#bot/events/fold.ts';
import type { WorkerEvent } from '#shared/task/events.ts';
import type { Task } from '#shared/task/task.ts';
import { claimed, story } from './story.ts';

const task = claimed();
const events = story(task);
const inOrder = foldRun(task, [], events);
const SEEDS = { numRuns: 200 };

/** Folds batch after batch as the recorder does: what was held is there the next time, until it is folded. */
function foldAll(start: Task, batches: readonly (readonly WorkerEvent[])[]) {
  let state = { task: start, held: [] as readonly WorkerEvent[], log: [] as readonly WorkerEvent[] };
  for (const batch of batches) {
    const { task, entries, hold } = foldRun(state.task, state.held, batch);
    const held = [...state.held, ...hold].filter(({ seq }) => seq > task.folded);
    state = { task, held, log: [...state.log, ...entries] };
  }
  return state;
}

/** Every event at least once, in any order, some again, cut into batches anywhere. */
const deliveries = fc
  .tuple(
    fc.shuffledSubarray([...events], { minLength: events.length }),
    fc.array(fc.constantFrom(...events), { maxLength: 12 }),
    fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 8 }),
  )
  .chain(([all, again, sizes]) =>
    fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length }).map((mixed) => cut(mixed, sizes)),
  );

function cut(mixed: readonly WorkerEvent[], sizes: readonly number[]): readonly (readonly WorkerEvent[])[] {
  const batches = sizes.map((size, index) => {
    const start = sizes.slice(0, index).reduce((sum, before) => sum + before, 0);
    return mixed.slice(start, start + size);
  });
  return [...batches, mixed.slice(sizes.reduce((sum, size) => sum + size, 0))];
}

describe('what a worker said', () => {
  test('gives the same record and the same log in any order, however often it is repeated', () => {
    fc.assert(
      fc.property(deliveries, (batches) => {
        expect(foldAll(task, batches)).toEqual({ task: inOrder.task, held: [], log: inOrder.entries });
      }),
      SEEDS,
    );
  });

  test('waits where one of it is missing, and goes on once that has come', () => {
    fc.assert(
      fc.property(deliveries, fc.nat({ max: events.length - 1 }), (batches, lost) => {
        const missing = events[lost];
        const without = batches.map((batch) => batch.filter((event) => event !== missing));
        const waiting = foldAll(task, without);
        expect(waiting.task.folded).toBe(lost);
        expect(waiting.held.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
          events.slice(lost + 1).map(({ seq }) => seq),
        );
        expect(foldAll(task, [...without, [missing as WorkerEvent]]).task).toEqual(inOrder.task);
      }),
      SEEDS,
    );
  });

  test('leaves no trace when it is of another attempt', () => {
    const older = events.map((event) => ({ ...event, attempt: 2 }));
    expect(foldRun(task, [], older)).toEqual({ task, entries: [], hold: [] });
  });

  test('is held once, though it comes again while it is held', () => {
    const [third] = events.slice(2, 3) as [WorkerEvent];
    expect(foldRun(task, [], [third, third]).hold).toEqual([third]);
    expect(foldRun(task, [third], [third]).hold).toEqual([]);
  });
});

describe('a gap', () => {
  test.each([
    { name: 'nothing is held', folded: 4, held: [], gap: undefined },
    { name: 'what is held is the next', folded: 4, held: [5, 6], gap: undefined },
    { name: 'one is missing', folded: 4, held: [6], gap: { from: 5, to: 5 } },
    { name: 'many are missing', folded: 4, held: [12, 9, 10], gap: { from: 5, to: 8 } },
    { name: 'only what was folded already is held', folded: 4, held: [2, 3], gap: undefined },
  ])('when $name', ({ folded, held, gap }) => {
    const waiting = held.map((seq) => ({ ...(events[0] as WorkerEvent), seq }));
    expect(gapBefore({ ...task, folded }, waiting)).toEqual(gap);
  });
});
