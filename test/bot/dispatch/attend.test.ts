import { describe, expect, test } from 'vitest';
import { LOST } from '#bot/dispatch/duties.ts';
import { createPushTokens } from '#bot/pull-request/push-tokens.ts';
import { TIMING } from '#bot/timing.ts';
import type { WorkerEvent } from '#shared/task/events.ts';
import { TaskError } from '#shared/task/failure.ts';
import { ALL } from '#shared/task/memory.ts';
import { branchOf, type Task } from '#shared/task/task.ts';
import { factsOf, put, recordOf, until } from '../ground.ts';
import { after, at, born, failed, HEAD, run, STAGES } from '../tasks.ts';
import { taught } from '../taught.ts';
import { openPlace, type Place } from './place.ts';

/** A place with one task in it, and as many sweeps as one wants, the clock moving between them. */
async function openWith(task: Task, needs: Parameters<Place['attendWith']>[0] = {}) {
  const place = openPlace();
  await put(place.store, task);
  place.clock.at = task.changedAt;
  const attend = place.attendWith(needs);
  const sweepAfter = async (...pausesMs: readonly number[]) => {
    for (const pauseMs of pausesMs) {
      place.clock.at += pauseMs;
      await attend(task.id, 'sweep');
    }
    return recordOf(place.store, task);
  };
  return { ...place, task, attend, sweepAfter };
}

describe('a worker that disappeared', () => {
  test('is lost once it was seen gone for long enough, and is followed by one second try', async () => {
    const { sweepAfter, attend, store, task } = await openWith(STAGES.implement);
    expect((await sweepAfter(0, TIMING.goneMs - 1)).status).toBe('running');
    expect(await sweepAfter(1)).toMatchObject({ status: 'failed', failure: LOST });
    await attend(task.id, 'change');
    expect(await recordOf(store, task)).toMatchObject({ status: 'queued', attempt: 2, past: [{ next: 'automatic' }] });
    await put(store, task);
    expect(await factsOf(store, task)).toEqual(['attempt.failed', 'attempt.opened']);
  });

  test('is not lost when it was only away for a look', async () => {
    const { sweepAfter, running } = await openWith(STAGES.implement);
    await sweepAfter(0);
    running.add('e1');
    await sweepAfter(TIMING.goneMs);
    running.delete('e1');
    expect((await sweepAfter(TIMING.goneMs)).status).toBe('running');
  });

  test('at the very end, with its branch on GitHub, has pushed', async () => {
    const { sweepAfter, github, task } = await openWith(STAGES.granted);
    github.heads.set(branchOf(task.id), HEAD);
    expect(await sweepAfter(0, TIMING.goneMs)).toMatchObject({ status: 'finalizing', pushed: true });
    await sweepAfter(0);
    expect(github.opened).toEqual([task.id]);
  });

  test.each([
    ['nothing', undefined],
    ['another commit', 'c'.repeat(40)],
  ])('at the very end, with %s on GitHub, is lost', async (_, head) => {
    const { sweepAfter, github, task } = await openWith(STAGES.granted);
    if (head) github.heads.set(branchOf(task.id), head);
    expect(await sweepAfter(0, TIMING.goneMs)).toMatchObject({ status: 'failed', failure: LOST });
  });

  test('leaves a gap that is given up, and what it said after it is heard', async () => {
    const { sweepAfter, recorder, task } = await openWith(STAGES.implement);
    const seq = task.folded + 2;
    const report = { steps: [], usage: task.work.usage };
    const outcome = { end: 'failed', failure: LOST } as const;
    const fact: WorkerEvent['fact'] = { type: 'attempt.ended', lastSeq: seq, report, outcome };
    await recorder.fold(task.id, [{ task: task.id, attempt: 1, seq, at: task.changedAt, fact }]);
    expect((await sweepAfter(0, TIMING.gapMs - 1)).status).toBe('running');
    expect(await sweepAfter(1)).toMatchObject({ status: 'failed', failure: LOST, folded: seq });
  });
});

describe('attending', () => {
  test('happens once at a time for each task, and once more when it was asked for meanwhile', async () => {
    const gate = Promise.withResolvers<void>();
    let [atOnce, most, calls] = [0, 0, 0];
    const openPullRequest = async () => {
      calls += 1;
      atOnce += 1;
      most = Math.max(most, atOnce);
      await gate.promise;
      atOnce -= 1;
    };
    const { attend, task } = await openWith(STAGES.pushed, { openPullRequest });
    const first = attend(task.id, 'change');
    await until(() => calls === 1 || undefined, 'the first is under way');
    await Promise.all([attend(task.id, 'change'), attend(task.id, 'sweep'), attend(task.id, 'change')]);
    gate.resolve();
    await first;
    expect([calls, most]).toEqual([2, 1]);
  });

  test('of what was decided on an older look does nothing', async () => {
    const { recorder, sweepAfter, store, task } = await openWith(STAGES.granted, {
      host: {
        head: async () => {
          await recorder.record(task.id, () => [{ type: 'cancel.asked', by: task.requester }]);
          return undefined;
        },
      },
    });
    await sweepAfter(0, TIMING.goneMs);
    expect((await recordOf(store, task)).status).toBe('cancelling');
    expect(await factsOf(store, task)).toEqual(['cancel.asked']);
  });

  test('that fails is logged, and owed again by the next sweep', async () => {
    let fails = true;
    const openPullRequest = async () => {
      if (fails) throw new TaskError('away', 'GitHub is away.', { whose: 'transient', remedy: 'Wait.' });
    };
    const { sweepAfter, said, task } = await openWith(STAGES.pushed, { openPullRequest });
    expect((await sweepAfter(0)).status).toBe('finalizing');
    expect(said).toMatchObject([{ event: 'attend.failed', fields: { task: task.id } }]);
    fails = false;
    await sweepAfter(0);
    expect(said.length).toBe(1);
  });

  test('of a pull request that GitHub will never take ends the attempt in words', async () => {
    const refusal = new TaskError('head_moved', 'Somebody moved it.', { whose: 'yours', remedy: 'Retry.' });
    const { sweepAfter } = await openWith(STAGES.pushed, { openPullRequest: () => Promise.reject(refusal) });
    expect(await sweepAfter(0)).toMatchObject({ status: 'failed', failure: { code: 'head_moved' } });
  });
});

describe('a stop', () => {
  test('that the worker does not follow is made by force, and only then told', async () => {
    const { sweepAfter, running, stopped, store, task, clock } = await openWith(STAGES.cancelling);
    running.add('e1');
    await store.lease(`attempt ${task.id}/1`, 'e1', clock.at, clock.at + TIMING.leaseMs);
    expect((await sweepAfter(TIMING.cancelMs - 1)).status).toBe('cancelling');
    expect(await sweepAfter(1)).toMatchObject({ status: 'cancelled', tookMs: TIMING.cancelMs });
    expect([stopped, running.size]).toEqual([['e1'], 0]);
  });

  test('that could not be made is not told', async () => {
    const runner = { stop: () => Promise.reject(new Error('it will not die')) };
    const place = openPlace({ runner });
    await put(place.store, STAGES.cancelling);
    place.clock.at = STAGES.cancelling.changedAt + TIMING.cancelMs;
    await place.attendWith()(STAGES.cancelling.id, 'sweep');
    expect((await recordOf(place.store, STAGES.cancelling)).status).toBe('cancelling');
  });
});

describe('after the end', () => {
  const POOL = [{ pool: 'running', size: 1 }];
  const ended = failed(STAGES.implement);

  test('the slots are free even while GitHub is away, and the push token dies as soon as it is back', async () => {
    const revoked: string[] = [];
    let away = true;
    const tokens = createPushTokens({
      revoke: async (token) => {
        if (away) throw new TaskError('away', 'GitHub is away.', { whose: 'transient', remedy: 'Wait.' });
        revoked.push(token);
      },
    });
    const { sweepAfter, store, task } = await openWith(ended, { revokeTokens: tokens.revoke });
    tokens.granted(task, { token: 'ghs_push', expiresAt: '' });
    await store.takeSlots(task.id, POOL);
    await sweepAfter(0);
    expect(await store.takeSlots(born({}, 'a stranger').id, POOL)).toBe(true);
    away = false;
    await sweepAfter(0);
    expect(revoked).toEqual(['ghs_push']);
  });

  test('the next attempt keeps the slots it was dispatched with', async () => {
    const { recorder, store, attend, task } = await openWith(ended);
    await store.takeSlots(task.id, POOL);
    const retrying = recorder.record(task.id, () => [{ type: 'attempt.opened', next: 'retry', by: task.requester }]);
    await Promise.all([attend(task.id, 'change'), retrying]);
    expect(await store.takeSlots(born({}, 'a stranger').id, POOL)).toBe(false);
  });

  describe('what the attempt taught', () => {
    const taughtTask = taught(STAGES.green);
    const SHOP = taughtTask.request.repository;

    test('is kept once, however often and by how many bots the end is looked at', async () => {
      const { sweepAfter, attendWith, memory, clock, task } = await openWith(taughtTask);
      await sweepAfter(0, 1, 1);
      await Promise.all([attendWith()(task.id, 'change'), attendWith()(task.id, 'sweep')]);
      const known = await memory.of(SHOP, clock.at);
      expect(known.map(({ kind, seen }) => [kind, seen])).toEqual([
        ['lesson', 1],
        ['check_worked', 1],
      ]);
    });

    test('is kept later when it could not be kept at once, also by another bot', async () => {
      const remember = () => Promise.reject(new Error('the store is away'));
      const { sweepAfter, attendWith, memory, clock, said, task } = await openWith(taughtTask, { remember });
      await sweepAfter(0);
      expect([await memory.of(SHOP, clock.at), said.map(({ event }) => event)]).toEqual([[], ['attend.failed']]);
      await attendWith()(task.id, 'sweep');
      expect(await memory.of(SHOP, clock.at)).toHaveLength(2);
    });

    test('is kept before the next attempt begins', async () => {
      const measured = after(at('baseline'), { type: 'baseline.measured', runs: [run()] });
      const { sweepAfter, memory, clock } = await openWith(failed(measured, LOST));
      expect(await sweepAfter(0)).toMatchObject({ status: 'queued', attempt: 2 });
      expect(await memory.of(SHOP, clock.at)).toMatchObject([{ kind: 'check_worked', from: { attempt: 1 } }]);
    });

    test('does not come back once it was forgotten, whoever looks at the end again', async () => {
      const { sweepAfter, attendWith, memory, clock, task } = await openWith(taughtTask);
      await sweepAfter(1);
      await memory.forget(SHOP, ALL, clock.at);
      await sweepAfter(1);
      await attendWith()(task.id, 'sweep');
      expect(await memory.of(SHOP, clock.at)).toEqual([]);
    });
  });

  test('those who wait longest are woken', async () => {
    const { sweepAfter, store, queue, task } = await openWith(ended);
    const waiting = [3, 1, 2].map((place) => ({
      ...after(born({}, `waiting ${place}`), { type: 'admission.started' }, { type: 'admission.deferred', checks: [] }),
      startedAt: place,
    }));
    for (const each of waiting) await put(store, each);
    await store.takeSlots(task.id, POOL);
    await sweepAfter(0);
    const woken: string[] = [];
    const stop = queue.serve(async ({ task }) => void woken.push(task));
    await until(() => woken.length === 2 || undefined, 'two are woken');
    await stop();
    expect(woken.toSorted()).toEqual([waiting[1]?.id, waiting[2]?.id].toSorted());
  });
});
