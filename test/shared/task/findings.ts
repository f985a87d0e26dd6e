import { type MemoryRecord, type Provenance, recordOf } from '#shared/task/memory.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { ada, HEAD } from './samples.ts';

const SHOP = 'acme/shop';

/** From an attempt that began at a moment. */
export const foundAt = (at: number, task = 'a task'): Provenance => ({
  ...{ task: taskIdOf(task), attempt: 1, commit: HEAD, pullRequest: 3, askedBy: ada.id, at },
});

export const aLesson = (words: string, from = foundAt(1_000)): MemoryRecord =>
  recordOf(SHOP, { kind: 'lesson', words }, from);

export const aFlakyTest = (test: string, from = foundAt(1_000)): MemoryRecord =>
  recordOf(SHOP, { kind: 'flaky_test', check: 'test', test }, from);

export const aCheck = (name: string, from = foundAt(1_000)): MemoryRecord =>
  recordOf(SHOP, { kind: 'check_worked', name, command: `npm run ${name}`, tookMs: 1_200 }, from);
