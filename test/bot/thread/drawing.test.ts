import { expect, test } from 'vitest';
import { createDrawing } from '#bot/thread/drawing.ts';
import type { Task } from '#shared/task/task.ts';
import { openLog } from '../ground.ts';
import { STAGES } from '../tasks.ts';

/** What is said of a task's files, and what was logged, while this is what is known of them. */
async function drawn(task: Task, has: (name: string) => Promise<boolean>) {
  const { log, said } = openLog();
  const { draw } = createDrawing({
    store: { unsettled: async () => [] },
    telemetry: { latest: () => undefined },
    artifacts: { has },
    linkTo: (name) => `https://bot.test/artifacts/${name}?key=k`,
    redact: (text) => text,
    log,
    now: () => task.changedAt,
  });
  return { text: JSON.stringify(await draw(task)), said: said.map(({ event }) => event) };
}

const { green, implement } = STAGES;
const link = `https://bot.test/artifacts/${green.id}/${green.attempt}/agent.log?key=k`;

test('a task that has ended leads to its log, where there is one', async () => {
  expect((await drawn(green, async () => true)).text).toContain(link);
  expect((await drawn(green, async () => false)).text).not.toContain('agent.log');
});

test('nobody is asked for the log of a task that runs', async () => {
  const { text, said } = await drawn(implement, () => Promise.reject(new Error('asked')));
  expect([text.includes('agent.log'), said]).toEqual([false, []]);
});

test('while the store of files is away an end is told without its log', async () => {
  const { text, said } = await drawn(green, () => Promise.reject(new Error('away')));
  expect([text.includes('agent.log'), said]).toEqual([false, ['thread.log_unknown']]);
  expect(text.length).toBeGreaterThan(500);
});
