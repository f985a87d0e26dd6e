import { expect } from 'vitest';
import type { TaskQueue } from '#shared/ports.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { contract, type Options } from './contract.ts';
import { eventually } from './eventually.ts';

export interface OpenedQueue {
  readonly queue: TaskQueue;
  /** One more on the same data, as another process would have it. */
  another(): Promise<TaskQueue>;
  close(): Promise<void>;
}

const work = (key: string, attempt = 1) => ({ task: taskIdOf(key), attempt });
type Work = ReturnType<typeof work>;

/** What every TaskQueue promises. */
export function keepsTheContract(adapter: string, open: () => Promise<OpenedQueue>, options: Options = {}): void {
  contract({ port: 'TaskQueue', adapter }, open, options, (promise) => {
    promise('work that waited before anybody served is delivered', async ({ queue }) => {
      await queue.enqueue(work('a', 3));
      const { delivered, stop } = serving(queue);
      await eventually(() => expect(delivered).toEqual([work('a', 3)]));
      await stop();
    });

    promise('work that comes later is delivered, each piece of it', async ({ queue }) => {
      const { delivered, stop } = serving(queue);
      const all = Array.from({ length: 20 }, (_, index) => work(`task ${index}`));
      await Promise.all(all.map((piece) => queue.enqueue(piece)));
      await eventually(() => expect(sorted(delivered)).toEqual(sorted(all)));
      await stop();
    });

    promise('work that another process enqueues is delivered', async ({ queue, another }) => {
      const { delivered, stop } = serving(queue);
      await (await another()).enqueue(work('a'));
      await eventually(() => expect(delivered).toEqual([work('a')]));
      await stop();
    });

    promise('attempts of one task are pieces of work of their own', async ({ queue }) => {
      const { delivered, stop } = serving(queue);
      await queue.enqueue(work('a', 1));
      await queue.enqueue(work('a', 2));
      await eventually(() => expect(sorted(delivered)).toEqual(sorted([work('a', 1), work('a', 2)])));
      await stop();
    });

    promise('a rejected delivery comes again until it is accepted, and then no more', async ({ queue }) => {
      let tries = 0;
      const { delivered, stop } = serving(queue, async ({ task }) => {
        if (task === taskIdOf('a') && ++tries < 3) throw new Error('not yet');
      });
      await queue.enqueue(work('a'));
      await eventually(() => expect(delivered).toHaveLength(3));
      await queue.enqueue(work('b'));
      await eventually(() => expect(delivered.at(-1)).toEqual(work('b')));
      expect(delivered).toHaveLength(4);
      await stop();
    });

    promise('work in the hands of one is not given to another', async ({ queue, another }) => {
      const hands = Promise.withResolvers<void>();
      const first = serving(queue, () => hands.promise);
      await queue.enqueue(work('a'));
      await eventually(() => expect(first.delivered).toHaveLength(1));
      const second = serving(await another(), () => hands.promise);
      await queue.enqueue(work('b'));
      await eventually(() => expect([...first.delivered, ...second.delivered]).toHaveLength(2));
      expect(sorted([...first.delivered, ...second.delivered])).toEqual(sorted([work('a'), work('b')]));
      hands.resolve();
      await Promise.all([first.stop(), second.stop()]);
    });

    promise('what is enqueued again while it is delivered is delivered once more', async ({ queue }) => {
      const hands = Promise.withResolvers<void>();
      const { delivered, stop } = serving(queue, () => hands.promise);
      await queue.enqueue(work('a'));
      await eventually(() => expect(delivered).toHaveLength(1));
      await queue.enqueue(work('a'));
      hands.resolve();
      await eventually(() => expect(delivered).toEqual([work('a'), work('a')]));
      await stop();
    });

    promise('stopping waits for what is under way, and the rest waits for the next one', async ({ queue, another }) => {
      const hands = Promise.withResolvers<void>();
      const first = serving(queue, () => hands.promise);
      await queue.enqueue(work('a'));
      await eventually(() => expect(first.delivered).toHaveLength(1));
      let stopped = false;
      const stopping = first.stop().then(() => {
        stopped = true;
      });
      await queue.enqueue(work('b'));
      expect(stopped).toBe(false);
      hands.resolve();
      await stopping;
      expect(first.delivered).toEqual([work('a')]);
      const second = serving(await another());
      await eventually(() => expect(second.delivered).toEqual([work('b')]));
      await second.stop();
    });
  });
}

/** Serves a queue, remembering what was handed out. */
export function serving(queue: TaskQueue, handle: (work: Work) => Promise<void> = async () => {}) {
  const delivered: Work[] = [];
  const stop = queue.serve(async (piece) => {
    delivered.push({ ...piece });
    await handle(piece);
  });
  return { delivered, stop };
}

const sorted = (all: readonly Work[]) => all.map(({ task, attempt }) => `${task} ${attempt}`).sort();
