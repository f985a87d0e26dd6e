import { describe, expect, test } from 'vitest';
import type { Drawn } from '#bot/thread/draw.ts';
import { postIdOf } from '#bot/thread/slack-writes.ts';
import type { Task } from '#shared/task/task.ts';
import { until } from '../ground.ts';
import { born, STAGES } from '../tasks.ts';
import { openThreads } from './threads.ts';

describe('a thread', () => {
  test('is posted in order, follows its record, and is settled once its end was drawn once more', async () => {
    const { openWriter, become, showing, settled, threadOf, cards, callsOf } = await openThreads();
    const writer = openWriter();
    const task = await become(STAGES.queued);
    writer.changed(task.id);
    await showing(task, 'It is in the queue.');
    writer.changed((await become(STAGES.implement)).id);
    await showing(task, 'The agent is changing the code.');
    writer.changed((await become(STAGES.green)).id);
    await settled(task);

    const thread = await threadOf(task);
    expect(await cards()).toHaveLength(1);
    expect(thread[0]).toContain('every check passed, and pull request #3 is open');
    expect(thread.slice(1).map((text) => text.split('\n')[0])).toEqual([
      expect.stringContaining('6 of 6 steps'),
      expect.stringContaining('Before any change, 1 of 1 check did not pass'),
      expect.stringContaining('Every check passed'),
      expect.stringMatching(/pull request #3 .*is open for review/),
      expect.stringContaining('Done in'),
    ]);
    const ofCard = callsOf('chat.update').filter(({ args }) => postIdOf(args) === `${task.id}/card`);
    expect(ofCard.filter(({ args }) => String(args.text).includes('every check passed'))).toHaveLength(2);
  });

  test('carries marks by which each message can be found again', async () => {
    const { openWriter, become, settled, callsOf } = await openThreads();
    const writer = openWriter();
    writer.changed((await become(STAGES.rejected)).id);
    await settled(STAGES.rejected);
    const marks = callsOf('chat.postMessage').map(({ args }) => postIdOf(args));
    expect(marks).toEqual(['card', 'live', 'reply:1:refused'].map((key) => `${STAGES.rejected.id}/${key}`));
  });

  test('is in the direct messages of who asked for it there, and keeps to that place', async () => {
    const { openWriter, become, settled, shownOf, store, cards } = await openThreads();
    const writer = openWriter();
    const task = { ...STAGES.failed, thread: { team: 'T0BELLHOP', channel: 'U0ANA' } };
    writer.changed((await become(task)).id);
    await settled(task);
    const card = await shownOf(task);
    expect(card?.channel).toBe('D0ANA');
    expect(await store.ofThread('D0ANA', card?.ts ?? '')).toMatchObject({ id: task.id });
    expect([(await cards('D0ANA')).length, await cards()]).toEqual([1, []]);
  });

  test('that cannot be drawn holds up no other', async () => {
    const { openWriter, become, settled, said, now } = await openThreads();
    const broken = { ...born({}, 'broken'), createdAt: now() };
    const writer = openWriter({
      draw: async (task: Task) => {
        if (task.id === broken.id) throw new Error('a view has a bug');
        return [{ key: 'card', priority: 1, text: 'It is drawn.', blocks: [] }];
      },
    });
    await become(broken);
    await become(STAGES.failed);
    writer.changed(broken.id);
    writer.changed(STAGES.failed.id);
    await settled(STAGES.failed);
    expect(said).toContainEqual({ event: 'thread.look_failed', fields: expect.objectContaining({ task: broken.id }) });
  });

  test('is posted once, though others are looked at for so long that its post ends meanwhile', async () => {
    const { openWriter, become, settled, slack, callsOf, now } = await openThreads();
    slack.faults.set({ kind: 'answer_late', method: 'chat.postMessage', delayMs: 20, times: 9 });
    const slow = { ...born({}, 'slow'), createdAt: now() };
    const message = (key: 'card' | 'live'): Drawn => ({ key, priority: 1, text: key, blocks: [] });
    const draw = async ({ id }: Task) => {
      if (id !== slow.id) return [message('card'), message('live')];
      await new Promise((resolve) => setTimeout(resolve, 60));
      return [];
    };
    const writer = openWriter({ draw });
    await become(slow);
    writer.changed((await become(STAGES.failed)).id);
    const nudge = setInterval(() => writer.changed(slow.id), 5);
    await settled(STAGES.failed);
    clearInterval(nudge);
    expect(callsOf('chat.postMessage').map(({ args }) => args.text)).toEqual(['card', 'live']);
  });

  test('that changes while it is being looked at is looked at again', async () => {
    const { openWriter, become, showing, store } = await openThreads();
    let looks = 0;
    const writer = openWriter({
      draw: async (task: Task) => {
        looks += 1;
        // The second look finds everything as it should be; while it looks, the record moves on.
        if (looks === 2) {
          await become(STAGES.implement);
          writer.changed(task.id);
        }
        return [{ key: 'card', priority: 0, text: task.status, blocks: [] }];
      },
    });
    writer.changed((await become(STAGES.queued)).id);
    await showing(STAGES.queued, 'running');
    expect((await store.read(STAGES.queued.id))?.task.status).toBe('running');
  });
});

describe('of several writers', () => {
  test('a later start of the same instance draws everything once more, and not the replies', async () => {
    const { openWriter, become, showing, callsOf } = await openThreads();
    const first = openWriter();
    first.changed((await become(STAGES.granted)).id);
    await showing(STAGES.granted, 'Every check passed');
    await first.close();
    const [posts, updates] = [callsOf('chat.postMessage').length, callsOf('chat.update').length];

    const second = openWriter({ boot: 'second start' });
    second.changed(STAGES.granted.id);
    await until(() => callsOf('chat.update').length >= updates + 2 || undefined, 'card and live are drawn again');
    await second.close();
    const again = callsOf('chat.update')
      .slice(updates)
      .map(({ args }) => postIdOf(args));
    expect(again.toSorted()).toEqual(['card', 'live'].map((key) => `${STAGES.granted.id}/${key}`));
    expect(callsOf('chat.postMessage').length).toBe(posts);
  });

  test('only the one who holds the lease writes, and the other goes on when it is given back', async () => {
    const { openWriter, become, showing, shownOf, cards, callsOf } = await openThreads();
    const [one, two] = [openWriter(), openWriter({ instance: 'two', boot: 'another start' })];
    one.changed((await become(STAGES.queued)).id);
    await showing(STAGES.queued, 'It is in the queue.');
    await until(async () => (await shownOf(STAGES.queued, 'live'))?.hash, 'the first has nothing more to do');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await become(STAGES.implement);
    two.changed(STAGES.queued.id);
    const before = callsOf('chat.update').length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(callsOf('chat.update').length).toBe(before);
    await one.close();
    await showing(STAGES.queued, 'The agent is changing the code.');
    expect(await cards()).toHaveLength(1);
  });

  test('one that closes lets what is under way finish, and starts nothing more', async () => {
    const { openWriter, become, slack, shownOf, callsOf } = await openThreads();
    slack.faults.set({ kind: 'answer_late', method: 'chat.postMessage', delayMs: 200 });
    const writer = openWriter();
    writer.changed((await become(STAGES.failed)).id);
    await until(() => callsOf('chat.postMessage').length > 0 || undefined, 'the card is under way');
    await writer.close();
    expect((await shownOf(STAGES.failed))?.hash).toBeDefined();
    expect(callsOf('chat.postMessage').length).toBe(1);
  });
});
