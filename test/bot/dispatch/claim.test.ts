import { describe, expect, test } from 'vitest';
import { Assignment } from '#shared/worker-api.ts';
import { factsOf, recordOf } from '../ground.ts';
import { after, STAGES } from '../tasks.ts';
import { openApi } from './api.ts';

const started = after(STAGES.starting, { type: 'execution.started', execution: 'e1' });
const OTHER = { execution: 'e2', nonce: 'cd'.repeat(16) };

describe('a claim', () => {
  test('moves the attempt, and tells the worker all it needs and no more', async () => {
    const { claim, task, store, rights } = await openApi(started);
    const { status, body } = await claim();
    expect([status, Assignment.strict().parse(body)]).toMatchObject([
      200,
      { task: task.id, attempt: 1, base: 'main', branch: `agent/${task.id}`, eventKey: rights.eventKey(task.id, 1) },
    ]);
    expect(body.cloneUrl).toBe('https://github.test/acme/shop.git');
    expect(await recordOf(store, task)).toMatchObject({ status: 'running', step: 'hydrate', executions: ['e1'] });
  });

  test('that is repeated, because its answer was lost, gets the same answer', async () => {
    const { claim, store, task } = await openApi(started);
    const [first, second] = [await claim(), await claim()];
    expect(second).toEqual(first);
    expect(await factsOf(store, task)).toEqual(['execution.claimed']);
  });

  test('of another execution is refused, at once and after the lease of the first has lapsed', async () => {
    const { claim, clock, store, task } = await openApi(started);
    const before = await claim();
    expect(await claim(OTHER)).toMatchObject({ status: 409, body: { code: 'claimed_already' } });
    clock.at += 60_000;
    expect(await claim(OTHER)).toMatchObject({ status: 409, body: { code: 'claimed_already' } });
    expect(await claim({ nonce: OTHER.nonce })).toMatchObject({ status: 409, body: { code: 'claimed_already' } });
    expect(await claim()).toEqual(before);
    expect((await recordOf(store, task)).executions).toEqual(['e1']);
  });

  test('of many executions at once is granted to one', async () => {
    const { claim } = await openApi(started);
    const claims = Array.from({ length: 8 }, (_, index) => claim({ execution: `e${index}` }));
    const statuses = (await Promise.all(claims)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, ...Array(7).fill(409)]);
  });

  test('by an execution the record had not heard of makes it known', async () => {
    const { claim, store, task } = await openApi(started);
    await claim(OTHER);
    expect((await recordOf(store, task)).executions).toEqual(['e1', 'e2']);
  });

  test.each([
    ['once cancel was asked', after(started, { type: 'cancel.asked', by: started.requester }), 'claim_refused'],
    ['before it was admitted', STAGES.queued, 'claim_refused'],
    ['of an attempt that has ended', STAGES.failed, 'attempt_over'],
  ])('is refused %s', async (_, task, code) => {
    const { claim } = await openApi(task);
    expect(await claim()).toMatchObject({ status: 409, body: { code } });
  });

  test('is refused of an attempt that was followed by another', async () => {
    const { claim, rights, now } = await openApi(STAGES.retried);
    const capability = rights.capability(STAGES.retried.id, 1, now() + 1);
    const refusal = { status: 409, body: { code: 'attempt_over' } };
    expect(await claim({}, capability)).toMatchObject(refusal);
  });

  test('is refused when fifteen minutes are over, or the capability is none of ours', async () => {
    const { claim, clock } = await openApi(started);
    expect(await claim({}, 'x.y')).toMatchObject({ status: 401, body: { code: 'capability_invalid' } });
    clock.at += 15 * 60_000 + 1;
    expect(await claim()).toMatchObject({ status: 401, body: { code: 'capability_invalid' } });
  });
});
