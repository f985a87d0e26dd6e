import { describe, expect, test } from 'vitest';
import { TaskError } from '#shared/task/failure.ts';
import type { Task } from '#shared/task/task.ts';
import { factsOf, policyOf, put, recordOf, until } from '../ground.ts';
import { after, born, STAGES } from '../tasks.ts';
import { interrupted, openPlace, type Place } from './place.ts';

const POOLS = (size: number) => [{ pool: 'running', size }];
const workOf = ({ id, attempt }: Task) => ({ task: id, attempt });

/** How many slots of everybody's pool are free, found out by taking them. */
async function freeSlots({ store, policy }: Place): Promise<number> {
  const tried = Array.from({ length: policy.limits.running }, (_, index) => born({}, `a stranger ${index}`).id);
  const taken = [];
  for (const id of tried) if (await store.takeSlots(id, POOLS(policy.limits.running))) taken.push(id);
  for (const id of taken) await store.giveSlots(id);
  return taken.length;
}

describe('a delivery', () => {
  test('leads from admission to one execution, which may claim for fifteen minutes', async () => {
    const place = openPlace();
    const task = await put(place.store, born());
    await place.dispatchWith(place.acts)(workOf(task));
    expect(await recordOf(place.store, task)).toMatchObject({ status: 'starting', executions: ['e1'] });
    expect(await factsOf(place.store, task)).toEqual(['admission.started', 'admission.passed', 'execution.started']);
    const [capability = ''] = place.capabilities;
    const until = place.now() + 15 * 60_000;
    expect(place.rights.readCapability(capability, until)).toEqual(workOf(task));
    expect(place.rights.readCapability(capability, until + 1)).toBeUndefined();
    expect(await freeSlots(place)).toBe(1);
  });

  test('that comes again finds everything done', async () => {
    const place = openPlace();
    const task = await put(place.store, born());
    const dispatch = place.dispatchWith(place.acts);
    for (const _ of [1, 2, 3]) await dispatch(workOf(task));
    expect(place.started).toEqual(['e1']);
    expect((await factsOf(place.store, task)).length).toBe(3);
  });

  test('that is handled twice at once leaves no execution that the record does not know, and takes no slot twice', async () => {
    const place = openPlace();
    const task = await put(place.store, born());
    const [one, two] = [place.dispatchWith(place.acts), place.dispatchWith(place.acts)];
    await Promise.all([one(workOf(task)), two(workOf(task))]);
    const { status, executions } = await recordOf(place.store, task);
    expect([status, [...executions].sort()]).toEqual(['starting', [...place.running].sort()]);
    expect(await freeSlots(place)).toBe(1);
  });

  test('that is slow gives no slot away of a task that runs meanwhile', async () => {
    const place = openPlace();
    const task = await put(place.store, born());
    const quick = place.dispatchWith(place.acts);
    const claim = () => place.recorder.record(task.id, () => [{ type: 'execution.claimed', execution: 'e1' }]);
    const happen = async () => {
      await quick(workOf(task));
      await claim();
    };
    const slow = interrupted(place.acts, { at: 4, when: 'before', happen });
    await place.dispatchWith(slow.acts)(workOf(task));
    expect((await recordOf(place.store, task)).status).toBe('running');
    expect(await freeSlots(place)).toBe(1);
  });

  test.each([
    ['of an attempt that is over', STAGES.triedAgain, 1],
    ['of an attempt that is not there yet', STAGES.queued, 2],
  ])('%s does nothing', async (_, task, attempt) => {
    const place = openPlace();
    await put(place.store, task);
    await place.dispatchWith(place.acts)({ task: task.id, attempt });
    expect(await factsOf(place.store, task)).toEqual([]);
  });

  test('of a task nobody knows does nothing', async () => {
    const { dispatchWith, acts, started } = openPlace();
    await dispatchWith(acts)(workOf(born()));
    expect(started).toEqual([]);
  });

  test('that admission refuses ends with every reason, and holds no slot', async () => {
    const place = openPlace();
    const task = await put(place.store, born({ repository: 'acme/secret', words: '' }));
    await place.dispatchWith(place.acts)(workOf(task));
    await place.attendWith()(task.id, 'change');
    const ended = await recordOf(place.store, task);
    expect(ended.status === 'rejected' && ended.checks.filter(({ passed }) => !passed).length).toBe(2);
    expect([place.started, await freeSlots(place)]).toEqual([[], 2]);
  });
});

describe('a worker that cannot be started', () => {
  const refusal = (whose: 'service' | 'transient') =>
    new TaskError('worker_not_started', 'No worker could be started.', { whose, remedy: 'Mend it.' });

  test('for a reason that stays ends the attempt in words', async () => {
    const place = openPlace({ runner: { start: () => Promise.reject(refusal('service')) } });
    const task = await put(place.store, born());
    await place.dispatchWith(place.acts)(workOf(task));
    const failure = { code: 'worker_not_started', remedy: 'Mend it.' };
    expect(await recordOf(place.store, task)).toMatchObject({ status: 'failed', failure });
  });

  test.each([
    ['for a reason that passes', refusal('transient')],
    ['for a reason nobody expected', new Error('no idea')],
  ])('%s is tried again', async (_, problem) => {
    const place = openPlace({ runner: { start: () => Promise.reject(problem) } });
    const task = await put(place.store, born());
    await expect(place.dispatchWith(place.acts)(workOf(task))).rejects.toBe(problem);
    expect((await recordOf(place.store, task)).status).toBe('starting');
  });
});

describe('without a free slot', () => {
  const full = { policy: policyOf({ limits: { running: 1 } }) };

  test('a task waits, is woken by the end of another, in the order they came, and is told of no look meanwhile', async () => {
    const place = openPlace(full);
    const [first, second, third] = ['first', 'second', 'third'].map((key, index) => ({
      ...born({}, key),
      startedAt: place.now() + index,
    })) as [Task, Task, Task];
    for (const task of [third, first, second]) await put(place.store, task);
    const dispatch = place.dispatchWith(place.acts);
    for (const task of [first, second, third]) await dispatch(workOf(task));
    await dispatch(workOf(second));
    expect(await factsOf(place.store, second)).toEqual(['admission.started', 'admission.deferred']);

    const stop = place.queue.serve(dispatch);
    const attend = place.attendWith();
    await end(place, first);
    await attend(first.id, 'change');
    await until(async () => (await recordOf(place.store, second)).status === 'starting' || undefined, 'second runs');
    expect((await recordOf(place.store, third)).status).toBe('queued');
    await end(place, second);
    await attend(second.id, 'change');
    await until(async () => (await recordOf(place.store, third)).status === 'starting' || undefined, 'third runs');
    await stop();
  });
});

async function end({ recorder }: Place, { id }: Task): Promise<void> {
  const failure = { code: 'x', words: 'X.', whose: 'yours', remedy: 'Y.' } as const;
  await recorder.record(id, () => [{ type: 'attempt.failed', failure }]);
}

describe('a crash', () => {
  test.each(['before', 'after'] as const)('%s any call is made good by the next delivery', async (when) => {
    const steps = await callsOfOneDelivery();
    for (let at = 1; at <= steps; at += 1) {
      const place = openPlace();
      const task = await put(place.store, born());
      const happen = () => Promise.reject(new Error('the process died'));
      const dying = place.dispatchWith(interrupted(place.acts, { at, when, happen }).acts);
      await expect(dying(workOf(task)), `call ${at}`).rejects.toThrow('died');
      await place.dispatchWith(place.acts)(workOf(task));

      const { status, executions } = await recordOf(place.store, task);
      expect([status, executions.length, await freeSlots(place)], `call ${at}`).toEqual(['starting', 1, 1]);
      expect([...place.running], `call ${at}`).toEqual(executions);
    }
  });
});

describe('cancel', () => {
  test.each(['before', 'after'] as const)('%s any call leaves nothing running and no slot taken', async (when) => {
    const steps = await callsOfOneDelivery();
    for (let at = 1; at <= steps; at += 1) {
      const place = openPlace();
      const task = await put(place.store, born());
      const happen = async () => {
        await place.recorder.record(task.id, () => [{ type: 'cancel.asked', by: task.requester }]);
      };
      await place.dispatchWith(interrupted(place.acts, { at, when, happen }).acts)(workOf(task));
      const attend = place.attendWith();
      for (const _ of [1, 2]) await attend(task.id, 'change');

      const { status } = await recordOf(place.store, task);
      expect([status, [...place.running], await freeSlots(place)], `call ${at}`).toEqual(['cancelled', [], 2]);
    }
  });

  test('of what was started and never heard of stops it', async () => {
    const place = openPlace();
    const task = await put(place.store, born());
    const start = async (job: Parameters<Place['runner']['start']>[0]) => {
      await place.runner.start(job);
      throw new TaskError('start_unheard', 'Nobody answered.', { whose: 'transient', remedy: 'Wait.' });
    };
    const runner = { ...place.acts.runner, start };
    await expect(place.dispatchWith({ ...place.acts, runner })(workOf(task))).rejects.toThrow('Nobody answered.');
    expect(place.running.size).toBe(1);
    await place.recorder.record(task.id, () => [{ type: 'cancel.asked', by: task.requester }]);
    await place.attendWith()(task.id, 'change');
    expect([(await recordOf(place.store, task)).status, [...place.running]]).toEqual(['cancelled', []]);
  });

  test('that was proved while an execution was being started stops it', async () => {
    const place = openPlace();
    const task = await put(place.store, after(born(), { type: 'admission.started' }));
    const happen = async () => {
      await place.recorder.record(task.id, () => [{ type: 'cancel.asked', by: task.requester }]);
      await place.attendWith()(task.id, 'change');
    };
    const runner = {
      ...place.acts.runner,
      start: async (job: Parameters<Place['runner']['start']>[0]) => {
        const execution = await place.runner.start(job);
        await happen();
        return execution;
      },
    };
    await place.dispatchWith({ ...place.acts, runner })(workOf(task));
    expect((await recordOf(place.store, task)).status).toBe('cancelled');
    expect([...place.running]).toEqual([]);
  });
});

/** How many calls one undisturbed delivery makes. */
async function callsOfOneDelivery(): Promise<number> {
  const place = openPlace();
  const task = await put(place.store, born());
  const { acts, calls } = interrupted(place.acts, { at: 0, when: 'before', happen: () => {} });
  await place.dispatchWith(acts)(workOf(task));
  expect(calls()).toBeGreaterThan(8);
  return calls();
}
