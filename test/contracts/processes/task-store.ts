import { writeSync } from 'node:fs';
import { openDatabase } from '#shared/adapters/local/database.ts';
import { localTaskStore } from '#shared/adapters/local/task-store.ts';
import { advance } from '#shared/task/lifecycle.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { aTask, bot } from '../../shared/task/samples.ts';

const [act = '', file = '', name = ''] = process.argv.slice(2);
const store = localTaskStore(openDatabase(file));
const say = (done: string) => writeSync(1, `${done}\n`);

/** Each prints what is done, after it is done, for as long as the process lives. */
const ACTS: Readonly<Record<string, () => Promise<void>>> = {
  create: async () => {
    for (let index = 0; ; index += 1) {
      const task = aTask(`${name} ${index}`, { words: 'long '.repeat(2_000) });
      if (await store.create(task)) say(task.id);
    }
  },
  commit: async () => {
    for (let index = 0; ; index += 1) {
      const from = await store.read(aTask(name).id);
      if (!from) throw new Error('the record is gone');
      const event = bot({ type: 'execution.started', execution: `${index}` });
      if (await store.commit({ from, task: advance(from.task, event), entries: [event], hold: [] })) say(`${index}`);
    }
  },
  take: async () => {
    for (let index = 0; index < 50; index += 1) {
      if (await store.takeSlots(taskIdOf(`${name} ${index}`), [{ pool: 'all', size: 4 }])) say(`${index}`);
    }
  },
};

await ACTS[act]?.();
