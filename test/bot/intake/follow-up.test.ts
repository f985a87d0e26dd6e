import { describe, expect, test } from 'vitest';
import { factsOf, until } from '../ground.ts';
import { after, BEN, failed, retried, STAGES } from '../tasks.ts';
import { openDesk, read } from './desk.ts';

const asked = 'Rename the flag, too';
const buttonOf = ({ id }: { id: string }) => `follow_up:${id}`;

describe('a reply once all is over', () => {
  test.each([`follow up: ${asked}`, `Follow-up ${asked}`, `followup – ${asked}`])(
    '%j opens the next attempt with it, on top of what is there',
    async (words) => {
      const { ana, cardOf, record } = await openDesk();
      const place = await cardOf(STAGES.green);
      const said = await ana.reply(place, words);
      await ana.waitForReply(place, ({ ts, reactions }) => ts === said.ts && reactions?.[0]?.name === 'eyes');
      const task = await record(STAGES.green);
      expect(task).toMatchObject({ status: 'queued', attempt: 2, past: [{ next: 'follow_up', by: { id: 'U0ANA' } }] });
      expect(task.followUps).toMatchObject([{ attempt: 2, by: { id: 'U0ANA', name: 'ana' }, words: asked }]);
    },
  );

  test('that asks to address the review is one', async () => {
    const { ana, cardOf, record } = await openDesk();
    await ana.reply(await cardOf(STAGES.green), 'Address the review.');
    await until(async () => (await record(STAGES.green)).attempt === 2 || undefined, 'the next attempt is there');
    expect((await record(STAGES.green)).followUps?.[0]?.words).toBe('Address the review.');
  });

  test('that only talks starts nothing, and is one click away from what is asked for next', async () => {
    const { ana, cardOf, record } = await openDesk();
    const place = await cardOf(STAGES.green);
    await ana.reply(place, 'Should it not rename\nthe <flag>, too?');
    const told = await ana.waitForEphemeral();
    expect(read(told)).toContain('your note reaches nobody');
    expect(await record(STAGES.green)).toMatchObject({ status: 'succeeded', attempt: 1 });
    await ana.clicks({ channel: told.channel, ts: told.ts }, buttonOf(STAGES.green));
    expect(JSON.stringify((await ana.waitForModal()).blocks)).toContain(
      JSON.stringify('Should it not rename\nthe <flag>, too?'),
    );
  });

  test('that says nothing of what is wanted is told so', async () => {
    const { ana, cardOf, record, told } = await openDesk();
    await ana.reply(await cardOf(STAGES.green), 'follow up');
    expect(await told()).toContain('Say what you want as well');
    expect((await record(STAGES.green)).attempt).toBe(1);
  });

  test('of somebody who may not is refused', async () => {
    const { ben, cardOf, told, store } = await openDesk();
    await ben.reply(await cardOf(STAGES.green), `follow up: ${asked}`);
    expect(await told(ben)).toContain('Only Ana or an admin may ask for more on this task.');
    expect(await factsOf(store, STAGES.green)).toEqual([]);
  });

  test('while an attempt runs is a note to it, whoever opened it', async () => {
    const { ana, cardOf, store } = await openDesk();
    await ana.reply(await cardOf(STAGES.implement), `follow up: ${asked}`);
    const [note] = await until(async () => {
      const notes = await store.notes(STAGES.implement.id, 1, 0);
      return notes.length > 0 ? notes : undefined;
    }, 'the note is kept');
    expect(note?.words).toBe(asked);
  });
});

describe('asking for more', () => {
  test('twice in the same words is asking once; in other words at the same time, nothing is lost', async () => {
    const { control, store, record } = await openDesk();
    await store.create(STAGES.green);
    const ask = (words: string, key: string) =>
      control.followUp(STAGES.green.id, STAGES.green.requester, { words, key, attempt: 1 });
    const answers = await Promise.all([ask(asked, 'a'), ask(asked, 'b'), ask('And sort it', 'c')]);
    expect(answers.map(({ done }) => done)).toEqual([true, true, true]);
    const task = await record(STAGES.green);
    const notes = await store.notes(task.id, 2, 0);
    expect([task.followUps?.[0]?.words, ...notes.map(({ words }) => words)].toSorted()).toContain('And sort it');
    expect(task.attempt).toBe(2);
  });

  test('is harmless text, of bounded length', async () => {
    const { control, store, record } = await openDesk();
    await store.create(STAGES.failed);
    const words = `Do\u202e it\u0000 ${'x'.repeat(9_000)}`;
    await control.followUp(STAGES.failed.id, STAGES.failed.requester, { words, key: 'a' });
    const [followUp] = (await record(STAGES.failed)).followUps ?? [];
    expect(followUp?.words).toMatch(/^Do it x+…$/);
    expect(followUp?.words).toHaveLength(4_000);
  });

  test('survives a failure: a retry still has it', async () => {
    const opened = after(STAGES.green, { type: 'attempt.opened', next: 'follow_up', by: BEN, words: asked });
    expect(retried(failed(opened)).followUps).toMatchObject([{ by: BEN, words: asked }]);
  });
});

describe('the form that asks for more', () => {
  test('opens from the card, and what is typed becomes the next attempt', async () => {
    const { ana, cardOf, record } = await openDesk();
    const place = await cardOf(STAGES.green);
    expect(await ana.clicks(place, buttonOf(STAGES.green))).toEqual({ ok: true });
    const view = await ana.waitForModal();
    await ana.submit(view, { words: asked });
    await until(async () => (await record(STAGES.green)).attempt === 2 || undefined, 'the next attempt is there');
    expect((await record(STAGES.green)).followUps).toMatchObject([{ words: asked }]);
  });

  test('of somebody who may not says so at the field', async () => {
    const { ben, cardOf, record } = await openDesk();
    await ben.clicks(await cardOf(STAGES.green), buttonOf(STAGES.green));
    const outcome = await ben.submit(await ben.waitForModal(), { words: asked });
    expect(JSON.stringify(outcome)).toContain('Only Ana or an admin may ask for more on this task.');
    expect((await record(STAGES.green)).attempt).toBe(1);
  });
});
