import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '#shared/adapters/local/database.ts';
import { localTaskStore } from '#shared/adapters/local/task-store.ts';
import type { TestStack, Wants } from './stack.ts';

/** Looks at the files that the bot and its workers keep. */
export function embeddedTestStack({ sandbox = true }: Wants = {}): TestStack {
  const opened: DatabaseSync[] = [];
  return {
    // The self-test of the sandbox has nowhere to run.
    env: sandbox ? {} : { TMPDIR: '/nonexistent' },
    openStore: async ({ botData }) => {
      const database = openDatabase(join(botData, 'bellhop.sqlite'));
      opened.push(database);
      return localTaskStore(database, { pollMs: 25 });
    },
    published: async ({ botData }, task, attempt) => {
      const file = join(botData, 'events', `${task}.${attempt}.events`);
      // Before its first word there is no file, and after the end the bot has retired it.
      const text = await readFile(file, 'utf8').catch(() => '');
      return text.split('\n').slice(0, -1);
    },
    close: async () => {
      for (const database of opened) database.close();
    },
  };
}
