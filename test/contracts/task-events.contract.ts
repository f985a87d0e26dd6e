import { expect } from 'vitest';
import type { TaskEventsReader, TaskEventsWriter } from '#shared/ports.ts';
import { type TaskId, taskIdOf } from '#shared/task/task.ts';
import { contract, type Options } from './contract.ts';
import { eventually } from './eventually.ts';

export interface OpenedEvents {
  readonly reader: TaskEventsReader;
  writer(task: TaskId, attempt: number): Promise<TaskEventsWriter>;
  close(): Promise<void>;
}

const [a, b] = [taskIdOf('a'), taskIdOf('b')];
const numbered = (count: number, of = 'event') => Array.from({ length: count }, (_, index) => `{"${of}":${index + 1}}`);

/** What every way from worker to bot promises. */
export function keepsTheContract(adapter: string, open: () => Promise<OpenedEvents>, options: Options = {}): void {
  contract({ port: 'TaskEvents', adapter }, open, options, (promise) => {
    promise('what was published before anybody listened is handed over, as it was', async ({ reader, writer }) => {
      const raw = JSON.stringify({ words: 'quotes " and ` and \\, zero \u0000, two\nlines, 🏳️‍🌈, \u2028' });
      await (await writer(a, 1)).publish(raw);
      const { heard, stop } = listening(reader);
      await eventually(() => expect(heard).toEqual([raw]));
      await stop();
    });

    promise('what is published while somebody listens is handed over in order', async ({ reader, writer }) => {
      const { heard, stop } = listening(reader);
      const events = numbered(100);
      const worker = await writer(a, 1);
      for (const raw of events) await worker.publish(raw);
      await eventually(() => expect(inOrder(heard)).toEqual(events));
      await stop();
    });

    promise('what is published without waiting keeps the order of the calls', async ({ reader, writer }) => {
      const worker = await writer(a, 1);
      const events = numbered(200);
      await Promise.all(events.map((raw) => worker.publish(raw)));
      const { heard, stop } = listening(reader);
      await eventually(() => expect(inOrder(heard)).toEqual(events));
      await stop();
    });

    promise('each attempt has its order, whatever the others do', async ({ reader, writer }) => {
      const { heard, stop } = listening(reader);
      const sources = [
        { worker: await writer(a, 1), events: numbered(30, 'a1') },
        { worker: await writer(a, 2), events: numbered(30, 'a2') },
        { worker: await writer(b, 1), events: numbered(30, 'b1') },
      ];
      await Promise.all(
        sources.map(async ({ worker, events }) => {
          for (const raw of events) await worker.publish(raw);
        }),
      );
      for (const { events } of sources) {
        await eventually(() => expect(inOrder(heard).filter((raw) => events.includes(raw))).toEqual(events));
      }
      await stop();
    });

    promise('a rejected batch comes again, and nothing overtakes it', async ({ reader, writer }) => {
      const accepted: string[] = [];
      let rejections = 0;
      const { stop } = listening(reader, async (batch) => {
        if (rejections++ < 3) throw new Error('the store is busy');
        accepted.push(...batch);
      });
      const worker = await writer(a, 1);
      const events = numbered(10);
      for (const raw of events) await worker.publish(raw);
      await eventually(() => expect(inOrder(accepted)).toEqual(events));
      await stop();
    });

    promise('trouble with one attempt holds up no other', async ({ reader, writer }) => {
      const accepted: string[] = [];
      const { stop } = listening(reader, async (batch) => {
        if (batch.some((raw) => raw.includes('poison'))) throw new Error('never');
        accepted.push(...batch);
      });
      await (await writer(a, 1)).publish('{"poison":1}');
      await (await writer(b, 1)).publish('{"fine":1}');
      await eventually(() => expect(accepted).toEqual(['{"fine":1}']));
      await stop();
    });

    promise('what was not accepted before a restart comes after it', async ({ reader, writer }) => {
      const first = listening(reader, () => Promise.reject(new Error('going down')));
      const worker = await writer(a, 1);
      const events = numbered(5);
      for (const raw of events) await worker.publish(raw);
      await eventually(() => expect(first.heard.length).toBeGreaterThan(0));
      await first.stop();
      const second = listening(reader);
      await eventually(() => expect(inOrder(second.heard)).toEqual(events));
      await second.stop();
    });

    promise(
      'stopping waits for the batch under way, and nothing is handed over afterwards',
      async ({ reader, writer }) => {
        const handling = Promise.withResolvers<void>();
        const { heard, stop } = listening(reader, () => handling.promise);
        const worker = await writer(a, 1);
        await worker.publish('{"event":1}');
        await eventually(() => expect(heard).toEqual(['{"event":1}']));
        let stopped = false;
        const stopping = stop().then(() => {
          stopped = true;
        });
        await worker.publish('{"event":2}');
        expect(stopped).toBe(false);
        handling.resolve();
        await stopping;
        await worker.publish('{"event":3}');
        const next = listening(reader);
        await eventually(() => expect(next.heard).toContain('{"event":3}'));
        expect(heard).toEqual(['{"event":1}']);
        await next.stop();
      },
    );

    promise('an event of nine hundred thousand characters arrives whole', async ({ reader, writer }) => {
      const { heard, stop } = listening(reader);
      const raw = JSON.stringify('x'.repeat(900_000));
      await (await writer(a, 1)).publish(raw);
      await eventually(() => expect(heard).toEqual([raw]));
      await stop();
    });

    promise(
      'an attempt that is over may be retired, more than once, and the others go on',
      async ({ reader, writer }) => {
        const { heard, stop } = listening(reader);
        await (await writer(a, 1)).publish('{"event":1}');
        await eventually(() => expect(heard).toEqual(['{"event":1}']));
        await reader.retire(a, 1);
        await reader.retire(a, 1);
        await reader.retire(b, 7);
        await (await writer(a, 2)).publish('{"event":"of the next"}');
        await eventually(() => expect(inOrder(heard)).toEqual(['{"event":1}', '{"event":"of the next"}']));
        await stop();
      },
    );

    promise('the latest news arrives, whatever becomes of the earlier', async ({ reader, writer }) => {
      const { told, stop } = listening(reader);
      const worker = await writer(a, 1);
      await Promise.all(numbered(50, 'news').map((raw) => worker.tell(raw)));
      await eventually(() => expect(told.at(-1)).toBe('{"news":50}'));
      await worker.tell('{"news":"later"}');
      await eventually(() => expect(told.at(-1)).toBe('{"news":"later"}'));
      await stop();
    });

    promise('closing waits for what was said', async ({ reader, writer }) => {
      const worker = await writer(a, 1);
      const said = Promise.all([...numbered(20).map((raw) => worker.publish(raw)), worker.tell('{"news":1}')]);
      await worker.close();
      await said;
      const { heard, told, stop } = listening(reader);
      await eventually(() => expect(inOrder(heard)).toEqual(numbered(20)));
      await eventually(() => expect(told.at(-1)).toBe('{"news":1}'));
      await stop();
    });
  });
}

/** Listens, remembering what was handed over, also what was then rejected. */
export function listening(
  reader: TaskEventsReader,
  events: (batch: readonly string[]) => Promise<void> = async () => {},
) {
  const heard: string[] = [];
  const told: string[] = [];
  const stop = reader.subscribe({
    events: async (batch) => {
      heard.push(...batch);
      await events(batch);
    },
    telemetry: (raw) => told.push(raw),
  });
  return { heard, told, stop };
}

/** Without the repeats a reader has to bear: each event where it was first heard. */
const inOrder = (heard: readonly string[]) => [...new Set(heard)];
