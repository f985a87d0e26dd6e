import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TaskId } from '#shared/task/task.ts';
import { replaceFile } from '../durable-file.ts';
import type { Leader } from './processes.ts';

const NAME = /^t[0-9a-f]{11}-\d{1,9}-[0-9a-f]{16}$/;

/** What is known of each execution, in a file of its name, written before the process exists and once it does. */
export function executionEntries(folder: string) {
  const entryOf = (execution: string) => join(folder, `${execution}.json`);
  const logOf = (execution: string) => join(folder, `${execution}.log`);
  const write = (execution: string, entry: object) =>
    replaceFile(entryOf(execution), JSON.stringify(entry), join(folder, `.${execution}.json`));

  async function leaderOf(execution: string): Promise<Leader | undefined> {
    if (!NAME.test(execution)) return undefined;
    const text = await readFile(entryOf(execution), 'utf8').catch(noneWhenMissing);
    return text === undefined ? undefined : (JSON.parse(text) as { leader?: Leader }).leader;
  }

  return {
    logOf,
    leaderOf,
    mint: async (job: { task: TaskId; attempt: number }): Promise<string> => {
      const execution = `${job.task}-${job.attempt}-${randomBytes(8).toString('hex')}`;
      await write(execution, {});
      return execution;
    },
    namesOf: async ({ task, attempt }: { task: TaskId; attempt: number }): Promise<readonly string[]> =>
      (await namesIn(folder)).filter((name) => name.startsWith(`${task}-${attempt}-`)),
    started: (execution: string, leader: Leader) => write(execution, { leader }),

    /** Keeps the youngest; what still runs is kept whatever its age. */
    prune: async (keep: number, isGone: (execution: string, leader: Leader | undefined) => boolean): Promise<void> => {
      for (const execution of await youngestFirst(folder).then((names) => names.slice(keep))) {
        if (!isGone(execution, await leaderOf(execution))) continue;
        await rm(logOf(execution), { force: true });
        await rm(entryOf(execution), { force: true });
      }
    },
  };
}

async function youngestFirst(folder: string): Promise<readonly string[]> {
  const aged = (await namesIn(folder)).map(async (name) => {
    const found = await stat(join(folder, `${name}.json`)).catch(noneWhenMissing);
    return { name, at: found?.mtimeMs ?? 0 };
  });
  return (await Promise.all(aged)).sort((a, b) => b.at - a.at).map(({ name }) => name);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder).catch(noneWhenMissing)) ?? [];
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -5))
    .filter((name) => NAME.test(name));
}

/** Another bot process may prune at the same time; an execution nobody noted down is one that is gone. */
function noneWhenMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
