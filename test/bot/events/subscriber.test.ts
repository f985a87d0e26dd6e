import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createRights } from '#bot/dispatch/rights.ts';
import { createRecorder } from '#bot/events/record.ts';
import { subscribe } from '#bot/events/subscriber.ts';
import { localTaskEventsReader, localTaskEventsWriter } from '#shared/adapters/local/task-events.ts';
import type { Telemetry, WorkerEvent } from '#shared/task/events.ts';
import type { Task } from '#shared/task/task.ts';
import { sign } from '#shared/worker-api.ts';
import { temporaryFolder } from '../../contracts/temporary-folder.ts';
import { factsOf, openGround, put, recordOf, until } from '../ground.ts';
import { STAGES } from '../tasks.ts';
import { claimed, story } from './story.ts';

const rights = createRights(Buffer.alloc(32, 7));
const keyOf = ({ id, attempt }: Task) => rights.eventKey(id, attempt);

/** A subscriber on real files, and the pen of one attempt's worker. */
async function openWire(task: Task = claimed()) {
  const ground = openGround();
  const folder = join(temporaryFolder(), 'events');
  const heard: Telemetry[] = [];
  await put(ground.store, task);
  const recorder = createRecorder(ground);
  const stop = subscribe({
    ...ground,
    events: localTaskEventsReader({ folder, pollMs: 20, report: () => {} }),
    recorder,
    rights,
    telemetry: { heard: (news) => void heard.push(news) },
  });
  const pen = localTaskEventsWriter({ folder, task: task.id, attempt: task.attempt });
  onTestFinished(async () => {
    await stop();
    await pen.close();
  });
  const say = async (...raws: readonly string[]) => {
    for (const raw of raws) await pen.publish(raw);
  };
  const signed = (event: unknown, key = keyOf(task)) => sign(JSON.stringify(event), key);
  /** Everything said so far was read: an event of a type nobody knows tells so by its place in the log. */
  const read = async (seq: number) => {
    await say(signed({ task: task.id, attempt: task.attempt, seq, at: 1, fact: { type: 'bookmark' } }));
    await until(async () => (await recordOf(ground.store, task)).folded >= seq, 'everything was read');
  };
  return { ...ground, task, heard, pen, say, signed, read };
}

describe('a worker is heard', () => {
  test('from its first event to its last, whatever their order', async () => {
    const { store, task, say, signed } = await openWire();
    await say(
      ...story(task)
        .toReversed()
        .map((event) => signed(event)),
    );
    const ended = await until(async () => {
      const record = await recordOf(store, task);
      return record.folded === story(task).length ? record : undefined;
    }, 'the end was folded');
    expect(ended.work.evidence?.verdict).toBe('green');
  });

  test('with a type this version does not know: it counts, and changes nothing', async () => {
    const { store, task, read } = await openWire();
    await read(1);
    expect(await recordOf(store, task)).toEqual({ ...task, folded: 1 });
    expect(await factsOf(store, task)).toEqual(['unknown']);
  });

  test('with its newest telemetry, when the MAC is right', async () => {
    const { task, pen, heard, signed } = await openWire();
    const news = { task: task.id, attempt: 1, at: 5, doing: 'running npm test' };
    await pen.tell(signed(news, 'ab'.repeat(32)));
    await pen.tell(signed({ ...news, doing: 7 }));
    await pen.tell(signed(news));
    await until(() => heard.length > 0, 'telemetry was heard');
    expect(heard).toEqual([news]);
  });
});

const first = (task: Task) => story(task)[0] as WorkerEvent;
const FORGERIES: readonly { what: string; forge: (task: Task) => string; why: string }[] = [
  { what: 'a wrong key', forge: (task) => sign(JSON.stringify(first(task)), 'ab'.repeat(32)), why: 'MAC' },
  {
    what: 'the key of another attempt',
    forge: (task) => sign(JSON.stringify(first(task)), rights.eventKey(task.id, 2)),
    why: 'MAC',
  },
  {
    what: 'a body that was changed after it was signed',
    forge: (task) => sign(JSON.stringify(first(task)), keyOf(task)).replace('worker.ready', 'worker.read0'),
    why: 'MAC',
  },
  {
    what: 'a known type in a wrong shape',
    forge: (task) => sign(JSON.stringify({ ...first(task), fact: { type: 'worker.ready', model: 7 } }), keyOf(task)),
    why: 'malformed',
  },
  {
    what: 'no sequence number',
    forge: (task) => sign(JSON.stringify({ task: task.id, attempt: 1 }), keyOf(task)),
    why: 'malformed',
  },
];

describe('what is not to be believed', () => {
  test.each(FORGERIES)('because of $what changes nothing, and is audited once', async ({ forge, why }) => {
    const { store, task, say, read, said } = await openWire();
    await say(forge(task), forge(task), forge(task));
    await read(1);
    expect({ ...(await recordOf(store, task)), folded: 0 }).toEqual(task);
    expect(await factsOf(store, task)).toEqual(['event.refused', 'unknown']);
    expect(said.filter(({ event }) => event === 'event.refused')[0]?.fields.why).toContain(why);
  });

  test('cannot fill the log by naming attempts there never were', async () => {
    const { store, task, say, read } = await openWire();
    const forged = Array.from({ length: 30 }, (_, index) => ({ ...first(task), attempt: index + 2 }));
    await say(...forged.map((event) => sign(JSON.stringify(event), 'ab'.repeat(32))));
    await read(1);
    expect(await factsOf(store, task)).toEqual(['event.refused', 'unknown']);
  });

  test('because it is no event at all is left out, and reading goes on', async () => {
    const { store, task, say, read } = await openWire();
    const unsigned = JSON.stringify(first(task));
    await say(
      unsigned,
      JSON.stringify({ body: unsigned }),
      '{',
      'null',
      '[]',
      '{"body":"{}","mac":"00"}',
      `{"body":"${'x'.repeat(500)}","mac":"${'0'.repeat(64)}"}`,
    );
    await read(1);
    expect(await factsOf(store, task)).toEqual(['unknown']);
  });

  test('because it was said before changes nothing, though its MAC is right', async () => {
    const { store, task, say, signed, read } = await openWire();
    const before = story(task).slice(0, 2);
    await say(...before.map((event) => signed(event)));
    await read(3);
    const facts = await factsOf(store, task);
    const record = await recordOf(store, task);
    await say(...before.map((event) => signed(event)), ...before.map((event) => signed({ ...event, at: 9 })));
    await read(4);
    expect(await factsOf(store, task)).toEqual([...facts, 'unknown']);
    expect(await recordOf(store, task)).toEqual({ ...record, folded: 4 });
  });

  test('because its attempt is over for long changes nothing and is no news', async () => {
    const { store, task, say, read } = await openWire(STAGES.retried);
    await say(
      ...story({ ...task, attempt: 1 }).map((event) => sign(JSON.stringify(event), rights.eventKey(task.id, 1))),
    );
    await read(1);
    expect(await factsOf(store, task)).toEqual(['unknown']);
    expect(await recordOf(store, task)).toEqual({ ...task, folded: 1 });
  });
});
