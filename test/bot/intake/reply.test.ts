import { describe, expect, test } from 'vitest';
import { factsOf, until } from '../ground.ts';
import { FAILURE, STAGES } from '../tasks.ts';
import { failingOnce, openDesk, read } from './desk.ts';

/** A moment after everything that was said was handled. */
const quiet = () => new Promise((resolve) => setTimeout(resolve, 300));

describe('a reply in a task’s thread', () => {
  test.each(['cancel', 'Stop.', ' CANCEL! '])('%j cancels, and the person sees that they were heard', async (words) => {
    const { ana, cardOf, record } = await openDesk();
    const place = await cardOf(STAGES.implement);
    const said = await ana.reply(place, words);
    await ana.waitForReply(place, ({ ts, reactions }) => ts === said.ts && reactions?.[0]?.name === 'eyes');
    expect(await record(STAGES.implement)).toMatchObject({ status: 'cancelling', by: { id: 'U0ANA', name: 'ana' } });
  });

  test('retry opens the next attempt', async () => {
    const { ana, cardOf, record } = await openDesk();
    await ana.reply(await cardOf(STAGES.failed), 'retry');
    await until(async () => (await record(STAGES.failed)).attempt === 2 || undefined, 'the next attempt is there');
  });

  test('status is answered for their eyes only, in the thread', async () => {
    const { ana, cardOf } = await openDesk();
    const place = await cardOf(STAGES.implement);
    await ana.reply(place, 'status');
    const answer = await ana.waitForEphemeral();
    expect([answer.thread_ts, read(answer)]).toEqual([
      place.ts,
      expect.stringContaining('The agent is changing the code.'),
    ]);
  });

  test.each(['stop using tabs', 'please cancel the discount, not the task', 'a < b & c'])(
    '%j is said to the agent, as it was typed',
    async (words) => {
      const { ana, cardOf, store } = await openDesk();
      await ana.reply(await cardOf(STAGES.implement), words);
      const [note] = await until(async () => {
        const notes = await store.notes(STAGES.implement.id, 1, 0);
        return notes.length > 0 ? notes : undefined;
      }, 'the note is kept');
      expect(note).toMatchObject({ words, by: { id: 'U0ANA' } });
    },
  );

  test.each([
    ['cancel', STAGES.implement, 'Only Ana or an admin may cancel this task.'],
    ['retry', STAGES.failed, 'Only Ana or an admin may retry this task.'],
    ['use decimals', STAGES.implement, 'Only Ana or an admin may give notes to this task.'],
  ])('%j of somebody who may not is refused to them alone', async (words, task, refusal) => {
    const { ana, ben, cardOf, told, store } = await openDesk();
    await ben.reply(await cardOf(task), words);
    expect(await told(ben)).toContain(refusal);
    expect([await ana.ephemerals(), await factsOf(store, task)]).toEqual([[], []]);
  });

  test.each([
    ['cancel', STAGES.green, 'There is nothing left to stop.'],
    ['retry', STAGES.implement, 'I can try again once attempt 1 is over.'],
    ['retry', STAGES.green, 'There is nothing to try again.'],
    ['use decimals', STAGES.failed, 'your note reaches nobody'],
    ['use decimals', STAGES.pushed, 'your note reaches nobody'],
  ])('%j at the wrong time is told so', async (words, task, refusal) => {
    const { ana, cardOf, told } = await openDesk();
    await ana.reply(await cardOf(task), words);
    expect(await told()).toContain(refusal);
  });

  test('that is no reply to a task, or no person’s, is left alone', async () => {
    const { ana, cardOf, store, slack } = await openDesk();
    const place = await cardOf(STAGES.implement);
    const root = await ana.post('C0GENERAL', 'cancel');
    await ana.reply({ channel: root.channel, thread: root.ts }, 'cancel');
    const note = await ana.reply(place, 'use decimals');
    await ana.edit(note, 'cancel');
    await ana.remove(await ana.reply(place, 'use commas'));
    await quiet();
    expect(await factsOf(store, STAGES.implement)).toEqual(['note.taken', 'note.taken']);
    expect(slack.calls.filter(({ method }) => method === 'chat.postEphemeral')).toEqual([]);
  });
});

describe('what Slack delivers again', () => {
  test('because its listener failed is handled once, and the person was told of the failure', async () => {
    const desk = await openDesk(({ control }) => ({ control: { ...control, steer: failingOnce(control.steer) } }));
    const { ana, cardOf, store, said } = desk;
    const place = await cardOf(STAGES.implement);
    await ana.reply(place, 'use decimals');
    await until(async () => (await store.notes(STAGES.implement.id, 1, 0)).length > 0 || undefined, 'it came again');
    await quiet();
    expect(await store.notes(STAGES.implement.id, 1, 0)).toHaveLength(1);
    const sorry = await ana.waitForEphemeral();
    expect([sorry.thread_ts, read(sorry)]).toEqual([
      place.ts,
      expect.stringContaining('Something broke inside Bellhop'),
    ]);
    expect(said.filter(({ event }) => event === 'intake.failed')).toHaveLength(1);
  });

  test('though it was handled keeps one note and one mark', async () => {
    const { ana, cardOf, store, slack } = await openDesk();
    const place = await cardOf(STAGES.implement);
    slack.faults.set({ kind: 'repeat_deliveries', of: 'events', copies: 3 });
    await ana.reply(place, 'use decimals');
    await until(async () => (await factsOf(store, STAGES.implement)).length === 4 || undefined, 'all four are handled');
    expect(await store.notes(STAGES.implement.id, 1, 0)).toHaveLength(1);
    expect((await ana.thread(place.channel, place.ts)).at(-1)?.reactions).toMatchObject([{ name: 'eyes', count: 1 }]);
  });

  test('of a retry, after the attempt it opened has failed too, opens no third', async () => {
    const { ana, cardOf, recorder, record, slack } = await openDesk(({ control }) => ({
      control: {
        ...control,
        // The second attempt fails before the same words come again.
        retry: async (id, by, attempt) => {
          const answered = await control.retry(id, by, attempt);
          await recorder.record(id, ({ status }) =>
            status === 'queued' ? [{ type: 'attempt.failed', failure: FAILURE }] : [],
          );
          return answered;
        },
      },
    }));
    slack.faults.set({ kind: 'repeat_deliveries', of: 'events', copies: 3 });
    await ana.reply(await cardOf(STAGES.failed), 'retry');
    await quiet();
    expect(await record(STAGES.failed)).toMatchObject({ status: 'failed', attempt: 2 });
  });
});
