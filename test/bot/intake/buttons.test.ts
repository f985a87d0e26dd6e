import { describe, expect, test } from 'vitest';
import { card } from '#bot/views/card.ts';
import { clientOf } from '../../deploy/local/slack/start.ts';
import { factsOf } from '../ground.ts';
import { cancelled, STAGES } from '../tasks.ts';
import { openDesk, read } from './desk.ts';

const cancelOf = ({ id }: { id: string }) => `cancel:${id}`;
const retryOf = ({ id }: { id: string }) => `retry:${id}`;
const YES = { confirm: true };

describe('a button on the card', () => {
  test('cancels, once, however often it is pressed', async () => {
    const { ana, cardOf, record, store } = await openDesk();
    const place = await cardOf(STAGES.implement);
    const pressed = await Promise.all([1, 2].map(() => ana.clicks(place, cancelOf(STAGES.implement), YES)));
    expect(pressed).toEqual([{ ok: true }, { ok: true }]);
    expect(await record(STAGES.implement)).toMatchObject({ status: 'cancelling', by: { id: 'U0ANA', name: 'ana' } });
    expect(await factsOf(store, STAGES.implement)).toEqual(['cancel.asked']);
    expect(await ana.ephemerals()).toEqual([]);
  });

  test('tries again, once, however often it is pressed', async () => {
    const { ana, cardOf, record } = await openDesk();
    const place = await cardOf(STAGES.failed);
    await Promise.all([1, 2].map(() => ana.clicks(place, retryOf(STAGES.failed))));
    expect(await record(STAGES.failed)).toMatchObject({ status: 'queued', attempt: 2 });
  });

  test('that was drawn for an attempt that is over by now changes nothing', async () => {
    const { ana, cardOf, record, store } = await openDesk();
    const place = await cardOf(STAGES.failed);
    const from = await store.read(STAGES.failed.id);
    if (from) await store.commit({ from, task: cancelled(STAGES.triedAgain), entries: [], hold: [] });
    expect(await ana.clicks(place, retryOf(STAGES.failed))).toEqual({ ok: true });
    expect(await record(STAGES.failed)).toMatchObject({ status: 'cancelled', attempt: 2 });
  });

  test('of somebody else’s task is refused to who pressed it, in the thread', async () => {
    const { ben, cardOf, store } = await openDesk();
    const place = await cardOf(STAGES.implement);
    expect(await ben.clicks(place, cancelOf(STAGES.implement), YES)).toEqual({ ok: true });
    const refusal = await ben.waitForEphemeral();
    expect(refusal.thread_ts).toBe(place.ts);
    expect(read(refusal)).toContain('Only Ana or an admin may cancel this task.');
    expect(await factsOf(store, STAGES.implement)).toEqual([]);
  });

  test('of a task that is gone, or whose value was changed, is answered', async () => {
    const { ana, slack, told } = await openDesk();
    const forged = JSON.parse(
      JSON.stringify(card(STAGES.implement, {}).blocks).replace(/"t[0-9a-f]{11}\/1"/, '"t0/x"'),
    );
    const { ts = '', channel = '' } = await clientOf(slack).chat.postMessage({
      channel: 'C0GENERAL',
      text: 'x',
      blocks: forged,
    });
    expect(await ana.clicks({ channel, ts }, cancelOf(STAGES.implement), YES)).toEqual({ ok: true });
    expect(await told()).toContain('I know no task t0/x.');
  });

  test('that only opens a page is acknowledged', async () => {
    const { ana, cardOf } = await openDesk();
    const place = await cardOf(STAGES.green);
    expect(await ana.clicks(place, `open_pull_request:${STAGES.green.id}`)).toEqual({ ok: true });
  });
});

describe('the Home tab', () => {
  test('shows who opened it their own tasks, and follows them', async () => {
    const { ana, ben, cardOf, home } = await openDesk();
    await cardOf(STAGES.implement);
    await Promise.all([ana.openHome(), ben.openHome()]);
    expect(JSON.stringify(await ana.waitForHome())).toContain('The agent is changing the code.');
    expect(JSON.stringify(await ben.waitForHome())).toContain('Nothing here yet.');
    home.changed(STAGES.implement);
    const first = await ana.home();
    await ana.waitForHome(({ hash }) => hash !== first?.hash);
  });

  test('is drawn for nobody who is not looking', async () => {
    const { ana, home, slack } = await openDesk();
    home.changed(STAGES.implement);
    await ana.openHome('messages');
    await new Promise((resolve) => setTimeout(resolve, 2_300));
    expect(slack.calls.filter(({ method }) => method === 'views.publish')).toEqual([]);
  });

  test('has a button whose form becomes a task in the direct messages', async () => {
    const { ana, tasksOf } = await openDesk();
    await ana.openHome();
    const tab = await ana.waitForHome();
    expect(await ana.clicks(tab, 'new_task:home')).toEqual({ ok: true });
    expect(await ana.submit(await ana.waitForModal(), { words: 'Fix the cart' })).toMatchObject({ closed: true });
    expect(await tasksOf('U0ANA')).toMatchObject([{ thread: { channel: 'U0ANA' } }]);
  });

  test('whose drawing fails later is logged, and ends nothing', async () => {
    const { ana, home, slack, said } = await openDesk();
    await ana.openHome();
    await ana.waitForHome();
    slack.faults.set({ kind: 'fail', method: 'views.publish', error: 'internal_error' });
    home.changed(STAGES.implement);
    await new Promise((resolve) => setTimeout(resolve, 2_300));
    expect(said.map(({ event }) => event)).toEqual(['home.failed']);
  });
});
