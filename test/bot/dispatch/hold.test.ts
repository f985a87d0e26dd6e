import { describe, expect, test } from 'vitest';
import { ROUTES } from '#shared/worker-api.ts';
import { recordOf, until } from '../ground.ts';
import { ANA, after, FAILURE, STAGES } from '../tasks.ts';
import { type Api, openApi } from './api.ts';

const NOTHING_NEW = { after: 0, folded: 0 };
const hold = ({ post }: Api, session: string, heard = NOTHING_NEW, signal?: AbortSignal) =>
  post(ROUTES.hold, heard, session, signal);

/** A claimed attempt that holds, and knows everything there is. */
async function openHold() {
  const api = await openApi(after(STAGES.starting, { type: 'execution.started', execution: 'e1' }));
  const session = await api.claimed();
  const note = (key: string, words: string) =>
    api.store.addNote(api.task.id, 1, key, { by: ANA, at: api.now(), words });
  return { ...api, session, note, holding: (heard?: typeof NOTHING_NEW) => hold(api, session, heard) };
}

describe('a hold', () => {
  test('with nothing new is answered well before its lease lapses, and renews it', async () => {
    const { holding, clock, store, task } = await openHold();
    clock.at += 500;
    expect(await holding()).toEqual({ status: 200, body: { stop: false, folded: 0, notes: [] } });
    expect(await store.holderOf(`attempt ${task.id}/1`)).toMatchObject({ until: clock.at + 900 });
  });

  test('brings notes that were not heard yet, again until they are', async () => {
    const { holding, note } = await openHold();
    await note('Ev1', 'Use decimals');
    await note('Ev2', 'And round up');
    const both = [
      { number: 1, by: 'Ana', words: 'Use decimals' },
      { number: 2, by: 'Ana', words: 'And round up' },
    ];
    expect((await holding()).body.notes).toEqual(both);
    expect((await holding({ after: 1, folded: 0 })).body.notes).toEqual(both.slice(1));
  });

  test('brings what changes while it waits: a note, a fold, a stop', async () => {
    const { holding, note, recorder, task } = await openHold();
    const tell = async (number: number) =>
      recorder.record(task.id, () => [{ type: 'note.taken', by: ANA, note: number }]);
    const first = holding();
    await note('Ev1', 'Use decimals').then(tell);
    expect((await first).body.notes).toHaveLength(1);

    const second = holding({ after: 1, folded: 0 });
    await recorder.fold(task.id, [{ task: task.id, attempt: 1, seq: 1, at: 1, fact: { type: 'unknown' } }]);
    expect((await second).body).toMatchObject({ folded: 1, stop: false });

    const third = holding({ after: 1, folded: 1 });
    await recorder.record(task.id, () => [{ type: 'cancel.asked', by: ANA }]);
    expect((await third).body).toMatchObject({ stop: true });
  });

  test('of another execution says stop, and takes no lease away', async () => {
    const { post, rights, task, store } = await openHold();
    const other = rights.session({ task: task.id, attempt: 1, execution: 'e2', nonce: 'cd'.repeat(16) });
    expect((await post(ROUTES.hold, NOTHING_NEW, other)).body.stop).toBe(true);
    expect((await store.holderOf(`attempt ${task.id}/1`))?.holder).toMatch(/^e1 /);
  });

  test('after the end says stop, and how far the record is', async () => {
    const { holding, recorder, task } = await openHold();
    await recorder.record(task.id, () => [{ type: 'attempt.failed', failure: FAILURE }]);
    expect((await holding()).body).toEqual({ stop: true, folded: 0, notes: [] });
    await recorder.record(task.id, () => [{ type: 'attempt.opened', next: 'automatic' }]);
    expect((await holding()).body).toMatchObject({ stop: true, folded: Number.MAX_SAFE_INTEGER });
  });

  test('that breaks off is told of, and one that was answered is not', async () => {
    const api = await openHold();
    await api.holding();
    const gone = new AbortController();
    const broken = hold(api, api.session, NOTHING_NEW, gone.signal).catch(() => 'broke off');
    setTimeout(() => gone.abort(), 50);
    expect(await broken).toBe('broke off');
    await until(() => api.brokenOff.length > 0 || undefined, 'it is told of');
    expect(api.brokenOff).toEqual([expect.objectContaining({ task: api.task.id, execution: 'e1' })]);
  });
});

describe('a session', () => {
  test('dies with its attempt', async () => {
    const { post, upload, session, recorder, task, store } = await openHold();
    expect((await post(ROUTES.context, {}, session)).body).toMatchObject({ thread: [{ words: task.id }] });
    expect((await post(ROUTES.token, {}, session)).body).toMatchObject({ token: 'ghs_read_1' });
    await recorder.record(task.id, () => [{ type: 'attempt.failed', failure: FAILURE }]);
    const calls = [
      post(ROUTES.context, {}, session),
      post(ROUTES.token, {}, session),
      post(ROUTES.push, { head: 'a'.repeat(40) }, session),
      upload('late.log', 'late', session),
    ];
    for (const call of calls) expect(await call).toMatchObject({ status: 409, body: { code: 'attempt_over' } });
    expect((await recordOf(store, task)).status).toBe('failed');
  });

  test('that lost its lease to another is refused', async () => {
    const { post, session, store, task, clock } = await openHold();
    clock.at += 60_000;
    await store.lease(`attempt ${task.id}/1`, 'somebody else', clock.at, clock.at + 1_000);
    expect(await post(ROUTES.token, {}, session)).toMatchObject({ status: 409, body: { code: 'lease_lost' } });
  });
});
