import { onTestFinished } from 'vitest';
import { raiseStage, type Stage, type StageOptions } from './stage.ts';

/** A stage for one test, gone after it. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const stage = await raiseStage(options);
  onTestFinished(() => stage.close(), 30_000);
  return stage;
}
