import { randomUUID } from 'node:crypto';
import type { Firestore, Timestamp } from '@google-cloud/firestore';
import type { Commit, Stored, TaskStore } from '#shared/ports.ts';
import { chain } from '#shared/task/log.ts';
import type { Task, TaskId } from '#shared/task/task.ts';
import { Code, codeOf } from '../failure.ts';
import type { Ask } from './ask.ts';
import type { ServerClock } from './clock.ts';
import { type HeldPack, heldEvents } from './held.ts';
import { type Tail, taskLog } from './log.ts';
import { fieldsIn, fieldsOf, TASKS, taskIn } from './record-fields.ts';

type Records = Pick<TaskStore, 'create' | 'read' | 'commit' | 'held' | 'log'>;

/** What a commit has to know of the document it changes. */
interface Known {
  readonly updateTime: Timestamp;
  readonly tail: Tail | undefined;
  readonly held: readonly HeldPack[];
}

/** Records with their log and what is held: one batch of writes for each commit. */
export function records(firestore: Firestore, ask: Ask, clock: ServerClock): Records {
  const recordOf = (id: TaskId) => firestore.collection(TASKS).doc(id);
  /** Kept for as long as somebody has what was read, so that a commit from it needs no second read. */
  const known = new WeakMap<Stored, Known>();

  function storedAs(task: Task, version: number, about: Known): Stored {
    const stored = { task, version, holding: about.held.length > 0 };
    known.set(stored, about);
    clock.saw(about.updateTime);
    return stored;
  }

  async function read(id: TaskId): Promise<{ stored: Stored; about: Known } | undefined> {
    const document = await recordOf(id).get();
    const fields = fieldsIn(document);
    if (!fields || !document.updateTime) return undefined;
    const about = { updateTime: document.updateTime, tail: fields.tail ?? undefined, held: fields.held };
    return { stored: storedAs(taskIn(document), fields.version, about), about };
  }

  /** The document as it is, if it still has the version that was read: settling may have touched it since. */
  async function lookAgain({ from, task }: Commit): Promise<Known | undefined> {
    const found = await read(task.id);
    return found?.stored.version === from.version ? found.about : undefined;
  }

  async function write(commit: Commit, about: Known, mark: string): Promise<Stored> {
    const { task, from, entries } = commit;
    const record = recordOf(task.id);
    const version = from.version + 1;
    const batch = firestore.batch();
    const links = chain(task.id, about.tail, entries);
    const tail = links.at(-1) ?? about.tail;
    const held = heldEvents(record).exchange(batch, commit, about.held);
    taskLog(record).append(batch, links, mark);
    batch.update(record, fieldsOf(task, { version, tail, held }), { lastUpdateTime: about.updateTime });
    const updateTime = (await batch.commit()).at(-1)?.writeTime ?? about.updateTime;
    return storedAs(task, version, { updateTime, tail, held });
  }

  return {
    create: async (task) => {
      const mark = randomUUID();
      const record = { ...fieldsOf(task, { version: 1, tail: undefined, held: [] }), mark };
      return ask(async () => {
        try {
          clock.saw((await recordOf(task.id).create(record)).writeTime);
          return true;
        } catch (error) {
          if (codeOf(error) !== Code.ALREADY_EXISTS) throw error;
          // Perhaps it was this very call that created it, and the answer was lost on the way.
          return (await recordOf(task.id).get()).get('mark') === mark;
        }
      });
    },

    read: async (id) => (await ask(() => read(id)))?.stored,

    commit: async (commit) => {
      const { from, task } = commit;
      const mark = randomUUID();
      let about = known.get(from);
      return ask(async (again) => {
        if (again && about && (await taskLog(recordOf(task.id)).isWritten(about.tail, mark)))
          return { task, version: from.version + 1, holding: true };
        if (again || !about) about = await lookAgain(commit);
        return about && write(commit, about, mark);
      });
    },

    held: async (id, attempt) =>
      ask(async () => {
        const fields = fieldsIn(await recordOf(id).get());
        const packs = fields?.held.filter((pack) => pack.attempt === attempt) ?? [];
        return heldEvents(recordOf(id)).read(packs, fields?.attempt === attempt ? fields.folded : 0);
      }),

    log: async (id) => ask(() => taskLog(recordOf(id)).read()),
  };
}
