import { writeSync } from 'node:fs';
import type { TaskStore } from '#shared/ports.ts';
import { advance } from '#shared/task/lifecycle.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { aTask, bot } from '../../shared/task/samples.ts';

const [act = '', place = '', name = ''] = process.argv.slice(2);
const store = await openStore(place);
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
  'take and give': async () => {
    for (let index = 0; ; index += 1) {
      await store.takeSlots(taskIdOf(name), [{ pool: 'all', size: 4 }]);
      await store.giveSlots(taskIdOf(name));
      say(`${index}`);
    }
  },
  take: async () => {
    for (let index = 0; index < 50; index += 1) {
      if (await store.takeSlots(taskIdOf(`${name} ${index}`), [{ pool: 'all', size: 4 }])) say(`${index}`);
    }
  },
};

await ACTS[act]?.();

/** A project on the emulator, or a file. Only what it takes is imported: these processes are started often. */
async function openStore(at: string): Promise<TaskStore> {
  if (at.startsWith('demo-')) {
    const { Firestore } = await import('@google-cloud/firestore');
    const { firestoreTaskStore } = await import('#shared/adapters/google/task-store.ts');
    return firestoreTaskStore(new Firestore({ projectId: at }), { patienceMs: 60_000 });
  }
  const { openDatabase } = await import('#shared/adapters/local/database.ts');
  const { localTaskStore } = await import('#shared/adapters/local/task-store.ts');
  return localTaskStore(openDatabase(at));
}
