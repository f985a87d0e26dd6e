import { describe, expect, test } from 'vitest';
import { TaskError } from '#shared/task/failure.ts';
import { Assignment } from '#shared/worker-api.ts';
import { factsOf, recordOf } from '../ground.ts';
import { after, BEN, failed, HEAD, STAGES } from '../tasks.ts';
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

describe('where an attempt starts from', () => {
  const START = { from: 'base', words: 'The branch is gone.' } as const;

  test('is found out once, kept in the record, and told to the worker', async () => {
    let asked = 0;
    const start = async () => {
      asked += 1;
      return START;
    };
    const { claim, store, task } = await openApi(started, { start });
    const [first, second] = [await claim(), await claim()];
    expect([first.body.start, second.body.start, asked]).toEqual([START, START, 1]);
    expect((await recordOf(store, task)).work.start).toEqual(START);
    expect(await factsOf(store, task)).toEqual(['start.chosen', 'execution.claimed']);
  });

  test('ends the attempt in words where there is no way on', async () => {
    const start = async () => {
      throw new TaskError('branch_unrelated', 'No history.', { whose: 'yours', remedy: 'Delete it.' });
    };
    const { claim, store, task } = await openApi(started, { start });
    expect(await claim()).toMatchObject({ status: 409, body: { code: 'claim_refused' } });
    expect(await recordOf(store, task)).toMatchObject({ status: 'failed', failure: { code: 'branch_unrelated' } });
  });

  test('is asked again when GitHub is away', async () => {
    let away = true;
    const start = async () => {
      if (away) throw new TaskError('github_unavailable', 'Away.', { whose: 'transient', remedy: 'Wait.' });
      return START;
    };
    const { claim } = await openApi(started, { start });
    expect((await claim()).status).toBe(503);
    away = false;
    expect((await claim()).status).toBe(200);
  });
});

test('what was asked for later, and the baseline of an earlier attempt, come with the claim', async () => {
  const source = { attempt: 1, at: 5, commit: HEAD, conditions: 'c'.repeat(64), hash: 'd'.repeat(64) };
  const measured = after(STAGES.verify, { type: 'baseline.measured', runs: [], source });
  const again = after(failed(measured), { type: 'attempt.opened', next: 'follow_up', by: BEN, words: 'And this' });
  const starting = after(again, { type: 'admission.started' }, { type: 'admission.passed', checks: [] });
  const { claim } = await openApi(starting);
  const { body } = await claim();
  expect(body.baseline).toEqual(source);
  expect(body.request.followUps).toEqual([{ attempt: 2, by: 'Ben', words: 'And this' }]);
});
