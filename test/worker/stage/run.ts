import { expect, onTestFinished } from 'vitest';
import type { Failure } from '#shared/task/failure.ts';
import type { TestBot } from './bot.ts';
import { openStage, type Stage } from './stage.ts';

/** A stage for one test. */
export async function stage(options: Parameters<typeof openStage>[0]): Promise<Stage> {
  const opened = await openStage(options);
  onTestFinished(() => opened.close());
  return opened;
}

/** Runs a worker to its end, which is a good one for the process whatever the attempt came to. */
export async function run({ start }: Pick<Stage, 'start'>): Promise<void> {
  const worker = start();
  expect(await worker.exited, worker.output()).toBe(0);
}

export function failureOf(bot: TestBot): Failure | undefined {
  const outcome = bot.end()?.outcome;
  return outcome?.end === 'failed' ? outcome.failure : undefined;
}
