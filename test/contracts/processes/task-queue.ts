import { writeSync } from 'node:fs';
import { openDatabase } from '#shared/adapters/local/database.ts';
import { localTaskQueue } from '#shared/adapters/local/task-queue.ts';
import { taskIdOf } from '#shared/task/task.ts';

const [act = '', file = ''] = process.argv.slice(2);
const queue = localTaskQueue(openDatabase(file), { clock: Date.now });

/** Each prints a task once it is enqueued, or once it is in its hands, and never lets go. */
const ACTS: Readonly<Record<string, () => Promise<void>>> = {
  enqueue: async () => {
    for (let index = 0; ; index += 1) {
      await queue.enqueue({ task: taskIdOf(`task ${index}`), attempt: 1 });
      writeSync(1, `${taskIdOf(`task ${index}`)}\n`);
    }
  },
  serve: async () => {
    queue.serve(async ({ task }) => {
      writeSync(1, `${task}\n`);
      await Promise.withResolvers<void>().promise;
    });
  },
};

await ACTS[act]?.();
