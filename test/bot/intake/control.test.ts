import { describe, expect, test } from 'vitest';
import { createRecorder } from '#bot/events/record.ts';
import { type Control, createControl } from '#bot/intake/control.ts';
import type { Person, Task } from '#shared/task/task.ts';
import { redactor } from '#shared/text/redact.ts';
import { factsOf, openGround, openRunner, policyOf, put, recordOf } from '../ground.ts';
import { ANA, BEN, born, FAILURE, STAGES, type Stage } from '../tasks.ts';

const CLEO = { id: 'U0CLEO', name: 'Cleo' };

async function openControl(task: Task, about: Partial<Parameters<typeof createControl>[0]> = {}) {
  const ground = openGround();
  const jobs = openRunner();
  const recorder = createRecorder(ground);
  await put(ground.store, task);
  const redact = redactor(['a secret of ours']);
  const control = createControl({
    look: async () => {},
    ...ground,
    ...jobs,
    recorder,
    policy: policyOf(),
    redact,
    ...about,
  });
  return { ...ground, ...jobs, recorder, control, task, record: () => recordOf(ground.store, task) };
}

type Asked = 'cancel' | 'retry' | 'steer';
const ask = (control: Control, asked: Asked, { id }: Task, by: Person) =>
  asked === 'steer' ? control.steer(id, by, 'Use decimals', 'Ev1') : control[asked](id, by);

/** What comes of each act in each stage, for who may. */
const TABLE: Readonly<Record<Stage, Readonly<Record<Asked, 'done' | 'too early' | 'too late'>>>> = {
  queued: { cancel: 'done', retry: 'too early', steer: 'done' },
  waiting: { cancel: 'done', retry: 'too early', steer: 'done' },
  admitting: { cancel: 'done', retry: 'too early', steer: 'done' },
  starting: { cancel: 'done', retry: 'too early', steer: 'done' },
  hydrate: { cancel: 'done', retry: 'too early', steer: 'done' },
  provision: { cancel: 'done', retry: 'too early', steer: 'done' },
  baseline: { cancel: 'done', retry: 'too early', steer: 'done' },
  implement: { cancel: 'done', retry: 'too early', steer: 'done' },
  verify: { cancel: 'done', retry: 'too early', steer: 'done' },
  finalize: { cancel: 'done', retry: 'too early', steer: 'done' },
  granted: { cancel: 'done', retry: 'too early', steer: 'too late' },
  pushed: { cancel: 'done', retry: 'too early', steer: 'too late' },
  cancelling: { cancel: 'done', retry: 'too early', steer: 'too late' },
  rejected: { cancel: 'too late', retry: 'done', steer: 'too late' },
  failed: { cancel: 'too late', retry: 'done', steer: 'too late' },
  cancelled: { cancel: 'done', retry: 'done', steer: 'too late' },
  stoppedAfterPush: { cancel: 'done', retry: 'done', steer: 'too late' },
  stoppedTooLate: { cancel: 'done', retry: 'done', steer: 'too late' },
  green: { cancel: 'too late', retry: 'too late', steer: 'too late' },
  unproven: { cancel: 'too late', retry: 'too late', steer: 'too late' },
  red: { cancel: 'too late', retry: 'done', steer: 'too late' },
  retried: { cancel: 'done', retry: 'too early', steer: 'done' },
  retriedRed: { cancel: 'done', retry: 'too early', steer: 'done' },
  triedAgain: { cancel: 'done', retry: 'too early', steer: 'done' },
  moved: { cancel: 'too late', retry: 'done', steer: 'too late' },
  untold: { cancel: 'too late', retry: 'too late', steer: 'too late' },
  doubtful: { cancel: 'too late', retry: 'too late', steer: 'too late' },
  secondGreen: { cancel: 'too late', retry: 'too late', steer: 'too late' },
  taught: { cancel: 'too late', retry: 'too late', steer: 'too late' },
};
const rows = Object.entries(TABLE).flatMap(([stage, row]) =>
  Object.entries(row).map(([asked, comes]) => ({ stage: stage as Stage, asked: asked as Asked, comes })),
);

describe('what comes of it', () => {
  test.each(rows)('when $asked is asked of a task that is $stage: $comes', async ({ stage, asked, comes }) => {
    const { control, task } = await openControl(STAGES[stage]);
    const answered = await ask(control, asked, task, ANA);
    expect(answered.done ? 'done' : answered.why).toBe(comes);
  });

  test.each(['cancel', 'retry', 'steer'] as const)(
    'when %s is asked: the requester and admins may, others not',
    async (asked) => {
      const stage = asked === 'retry' ? STAGES.failed : STAGES.implement;
      for (const [by, may] of [
        [ANA, true],
        [CLEO, true],
        [BEN, false],
      ] as const) {
        const { control, task, store } = await openControl(stage);
        const answered = await ask(control, asked, task, by);
        expect(answered, by.name).toMatchObject(
          may ? { done: true } : { done: false, asked, why: 'not allowed', task },
        );
        expect((await factsOf(store, task)).length, by.name).toBe(may ? 1 : 0);
      }
    },
  );

  test('of a task nobody knows is told', async () => {
    const { control } = await openControl(STAGES.implement);
    const { id } = born({}, 'another');
    for (const answered of [
      await control.cancel(id, ANA),
      await control.retry(id, ANA),
      await control.steer(id, ANA, 'x', 'k'),
    ])
      expect(answered).not.toHaveProperty('task');
  });
});

describe('cancel', () => {
  test('by two at once is asked once, and both are told it is done', async () => {
    const { control, task, store, record } = await openControl(STAGES.implement);
    const both = await Promise.all([control.cancel(task.id, ANA), control.cancel(task.id, CLEO)]);
    expect(both.map(({ done }) => done)).toEqual([true, true]);
    expect(await factsOf(store, task)).toEqual(['cancel.asked']);
    expect(await record()).toMatchObject({ status: 'cancelling', by: ANA });
  });

  test('while the attempt ends leaves one of the two true', async () => {
    const { control, task, recorder, record, store } = await openControl(STAGES.implement);
    const [answered] = await Promise.all([
      control.cancel(task.id, ANA),
      recorder.record(task.id, () => [{ type: 'attempt.failed', failure: FAILURE }]),
    ]);
    const { status } = await record();
    expect(answered.done).toBe(status !== 'failed');
    expect((await factsOf(store, task)).length).toBeGreaterThan(0);
  });
});

describe('retry', () => {
  test('stops every execution of the attempt, opens the next and puts it into the queue', async () => {
    const { control, task, stopped, record, queue } = await openControl(STAGES.failed);
    await control.retry(task.id, CLEO);
    expect([stopped, await record()]).toMatchObject([['e1'], { status: 'queued', attempt: 2, past: [{ by: CLEO }] }]);
    const work: unknown[] = [];
    const stop = queue.serve(async (each) => void work.push(each));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await stop();
    expect(work).toEqual([{ task: task.id, attempt: 2 }]);
  });

  test('pressed by two at once opens one attempt', async () => {
    const { control, task, record, store } = await openControl(STAGES.failed);
    const both = await Promise.all([control.retry(task.id, ANA, 1), control.retry(task.id, CLEO, 1)]);
    expect(both.map(({ done }) => done)).toEqual([true, true]);
    expect([(await record()).attempt, await factsOf(store, task)]).toEqual([2, ['attempt.opened']]);
  });

  test('of an attempt that was followed by another already changes nothing, also when that has failed', async () => {
    const { control, task, recorder, record } = await openControl(STAGES.triedAgain);
    await recorder.record(task.id, () => [{ type: 'attempt.failed', failure: FAILURE }]);
    expect(await control.retry(task.id, ANA, 1)).toMatchObject({ done: true });
    expect(await record()).toMatchObject({ status: 'failed', attempt: 2 });
  });

  test('opens nothing while an execution of the old attempt cannot be stopped', async () => {
    const runner = { find: async () => [], stop: () => Promise.reject(new Error('it will not die')) };
    const { control, task, record } = await openControl(STAGES.failed, { runner });
    await expect(control.retry(task.id, ANA)).rejects.toThrow('will not die');
    expect((await record()).status).toBe('failed');
  });
});

describe('a note', () => {
  test('is kept once for each event, harmless and cut, for the attempt it was said to', async () => {
    const { control, task, store } = await openControl(STAGES.implement);
    const words = `Use\u202e a secret of ours ${'x'.repeat(5_000)}`;
    for (const _ of [1, 2]) await control.steer(task.id, ANA, words, 'Ev1');
    const [note, ...others] = await store.notes(task.id, 1, 0);
    expect(others).toEqual([]);
    expect(note).toMatchObject({ number: 1, by: ANA, words: expect.stringMatching(/^Use \[secret hidden\] x+…$/) });
    expect(note?.words.length).toBe(4_000);
  });

  test('said while the attempt ends is not called heard', async () => {
    const ground = await openControl(STAGES.implement);
    const addNote: typeof ground.store.addNote = async (...note) => {
      const number = await ground.store.addNote(...note);
      await ground.recorder.record(ground.task.id, () => [{ type: 'attempt.failed', failure: FAILURE }]);
      return number;
    };
    const control = createControl({
      ...ground,
      look: async () => {},
      policy: policyOf(),
      redact: (text) => text,
      store: { ...ground.store, addNote },
    });
    expect(await control.steer(ground.task.id, ANA, 'Use decimals', 'Ev1')).toMatchObject({
      done: false,
      why: 'too late',
    });
    expect(await factsOf(ground.store, ground.task)).toEqual(['attempt.failed']);
  });
});
