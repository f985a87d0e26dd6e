import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecorder } from '#bot/events/record.ts';
import type { WorkerEvent } from '#shared/task/events.ts';
import { firstBreak } from '#shared/task/log.ts';
import type { Task } from '#shared/task/task.ts';
import { failure } from '../../shared/task/samples.ts';
import { factsOf, openGround, put, recordOf } from '../ground.ts';
import { ANA, BEN, born } from '../tasks.ts';
import { claimed, story } from './story.ts';

/** A store with one claimed attempt, and two recorders as two instances of the bot have them. */
async function openRecords(task: Task = claimed()) {
  const ground = openGround();
  const [recorder, other] = [createRecorder(ground), createRecorder(ground)];
  await put(ground.store, task);
  return { ...ground, recorder, other, task };
}

describe('folding', () => {
  test('by two recorders at once, each event repeated, gives the record and the log of one that heard them in order', async () => {
    const task = claimed();
    const inOrder = await openRecords(task);
    await inOrder.recorder.fold(task.id, story(task));
    const expected = await recordOf(inOrder.store, task);

    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...story(task), ...story(task)], { minLength: 34 }), async (mixed) => {
        const { store, recorder, other } = await openRecords(task);
        await Promise.all(mixed.map((event, index) => (index % 2 ? recorder : other).fold(task.id, [event])));
        expect(await recordOf(store, task)).toEqual(expected);
        expect(await store.log(task.id)).toEqual(await inOrder.store.log(task.id));
        expect(await store.held(task.id, 1)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test('of what came early changes nothing but what is held', async () => {
    const { store, recorder, task } = await openRecords();
    const [, second, third] = story(task) as [WorkerEvent, WorkerEvent, WorkerEvent];
    await recorder.fold(task.id, [third, second]);
    expect(await recordOf(store, task)).toEqual(task);
    expect((await store.held(task.id, 1)).map(({ seq }) => seq)).toEqual([2, 3]);
  });

  test('goes on from the record as it was left, without reading it again', async () => {
    const { store, task } = await openRecords();
    let reads = 0;
    const counting = { ...store, read: (id: Task['id']) => Promise.resolve(++reads).then(() => store.read(id)) };
    const recorder = createRecorder({ store: counting, now: () => 1 });
    for (const event of story(task)) await recorder.fold(task.id, [event]);
    expect([reads, (await recordOf(store, task)).folded]).toEqual([1, story(task).length]);
  });

  test('of an attempt that another recorder opened meanwhile is not lost to what this one remembers', async () => {
    const { store, recorder, other, task } = await openRecords();
    const [first] = story(task) as [WorkerEvent];
    await recorder.fold(task.id, [first]);
    await other.record(task.id, () => [
      { type: 'attempt.failed', failure },
      { type: 'attempt.opened', next: 'retry' },
      { type: 'admission.started' },
      { type: 'admission.passed', checks: [] },
      { type: 'execution.claimed', execution: 'second' },
    ]);
    await recorder.fold(task.id, [{ ...first, attempt: 2 }]);
    expect(await recordOf(store, task)).toMatchObject({ attempt: 2, folded: 1 });
    expect(await recorder.fold(task.id, [])).toMatchObject({ attempt: 2 });
  });

  test('goes on behind a gap that was given up', async () => {
    const { store, recorder, task } = await openRecords();
    await recorder.fold(task.id, story(task).slice(3));
    await recorder.record(task.id, () => [{ type: 'gap.lost', from: 1, to: 3 }]);
    const ended = await recorder.fold(task.id, []);
    expect(ended).toMatchObject({ folded: 17, work: { usage: { turns: 3 } } });
    expect(await store.held(task.id, 1)).toEqual([]);
    expect((await factsOf(store, task)).slice(0, 2)).toEqual(['gap.lost', 'step.ended']);
  });

  test('of events of a task nobody knows is no error', async () => {
    const { recorder } = await openRecords();
    const stranger = born({}, 'another key');
    expect(await recorder.fold(stranger.id, story(stranger))).toBeUndefined();
  });
});

describe('recording', () => {
  test('by many at once loses nothing, and the log stays unbroken', async () => {
    const { store, recorder, other, task } = await openRecords();
    const executions = Array.from({ length: 40 }, (_, index) => `run ${index}`);
    await Promise.all(
      executions.map((execution, index) =>
        (index % 2 ? recorder : other).record(task.id, () => [{ type: 'execution.started', execution }]),
      ),
    );
    expect((await recordOf(store, task)).executions).toEqual(expect.arrayContaining(executions));
    const log = await store.log(task.id);
    expect([log.length, firstBreak(task.id, log)]).toEqual([40, undefined]);
  });

  test('decides again when somebody else was faster', async () => {
    const { store, recorder, task } = await openRecords();
    const cancelBy = (by: typeof ANA) =>
      recorder.record(task.id, ({ status }) => (status === 'running' ? [{ type: 'cancel.asked', by }] : []));
    const [first, second] = await Promise.all([cancelBy(ANA), cancelBy(BEN)]);
    expect(second).toEqual(first);
    expect(await factsOf(store, task)).toEqual(['cancel.asked']);
  });

  test('of nothing changes nothing', async () => {
    const { store, recorder, task } = await openRecords();
    const before = await store.read(task.id);
    expect(await recorder.record(task.id, () => [])).toEqual(task);
    expect(await store.read(task.id)).toEqual(before);
  });

  test('for a task nobody knows is told in words', async () => {
    const { recorder } = await openRecords();
    const { id } = born({}, 'another key');
    await expect(recorder.record(id, () => [])).rejects.toMatchObject({ code: 'no_such_task', whose: 'yours' });
  });
});
