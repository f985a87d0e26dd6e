import { describe, expect, test } from 'vitest';
import type { Task } from '#shared/task/task.ts';
import { ROUTES } from '#shared/worker-api.ts';
import { factsOf, recordOf } from '../ground.ts';
import { after, cancelled, HEAD, STAGES } from '../tasks.ts';
import { NONCE, openApi } from './api.ts';

const OTHER_HEAD = 'c'.repeat(40);
/** Nothing else of the attempt has to be true for a commit to be proved. */
const proved = STAGES.finalize;

async function openPush(task: Task) {
  const api = await openApi(task);
  const session = api.rights.session({ task: task.id, attempt: 1, execution: 'e1', nonce: NONCE });
  return { ...api, push: (head: unknown) => api.post(ROUTES.push, { head }, session) };
}

describe('the right to push', () => {
  test('is granted for the commit whose evidence is in the record, once it has moved to finalizing', async () => {
    const { push, store, task, minted } = await openPush(proved);
    expect(await push(HEAD)).toMatchObject({ status: 200, body: { token: 'ghs_push_1' } });
    expect(await recordOf(store, task)).toMatchObject({ status: 'finalizing', head: HEAD, pushed: false });
    expect(minted).toEqual(['push']);
  });

  test('is granted again to who lost the answer, and every token dies with the attempt', async () => {
    const { push, store, task, pushTokens, github } = await openPush(proved);
    for (const _ of [1, 2]) expect((await push(HEAD)).status).toBe(200);
    expect(await factsOf(store, task)).toEqual(['push.granted']);
    await pushTokens.revoke(task.id);
    expect(github.revoked).toEqual(['ghs_push_1', 'ghs_push_2']);
  });

  test('waits for evidence that is still on its way', async () => {
    const { push, recorder, task } = await openPush(STAGES.verify);
    const pushing = push(HEAD);
    const seq = task.folded + 1;
    const { evidence } = proved.work;
    if (!evidence) throw new Error('the stage is proved');
    const fact = { type: 'evidence.gathered', evidence } as const;
    await recorder.fold(task.id, [{ task: task.id, attempt: 1, seq, at: 1, fact }]);
    expect((await pushing).status).toBe(200);
  });

  test('is refused for another commit, and without any evidence', async () => {
    const [other, none] = [await openPush(proved), await openPush(STAGES.verify)];
    const refusals = await Promise.all([other.push(OTHER_HEAD), none.push(HEAD)]);
    for (const refusal of refusals) expect(refusal).toMatchObject({ status: 409, body: { code: 'evidence_missing' } });
    expect([other.minted, none.minted]).toEqual([[], []]);
  });

  test('for another commit than the one it was granted for is refused, though that was proved meanwhile', async () => {
    const { push, recorder, task } = await openPush(STAGES.granted);
    const { evidence } = STAGES.granted.work;
    if (!evidence) throw new Error('the stage is proved');
    const fact = { type: 'evidence.gathered', evidence: { ...evidence, head: OTHER_HEAD } } as const;
    await recorder.fold(task.id, [{ task: task.id, attempt: 1, seq: task.folded + 1, at: 1, fact }]);
    expect(await push(OTHER_HEAD)).toMatchObject({ status: 409, body: { code: 'push_refused' } });
  });

  test.each([
    ['once cancel was asked', after(proved, { type: 'cancel.asked', by: proved.requester }), 'push_refused'],
    ['after the end', cancelled(proved), 'attempt_over'],
  ])('is refused %s', async (_, task, code) => {
    const { push, minted } = await openPush(task);
    expect(await push(HEAD)).toMatchObject({ status: 409, body: { code } });
    expect(minted).toEqual([]);
  });

  test.each(['', 'main', HEAD.slice(1), `${HEAD}0`, HEAD.toUpperCase(), 7, null])('is refused for %j', async (head) => {
    const { push } = await openPush(proved);
    expect(await push(head)).toMatchObject({ status: 409, body: { code: 'request_malformed' } });
  });
});
