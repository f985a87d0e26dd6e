import { onTestFinished } from 'vitest';
import type { PlaygroundOptions } from '#deploy/local/playground.ts';
import { raiseStage, type Stage } from './stage.ts';

/** A stage for one test, gone after it. */
export async function openStage(options: Partial<PlaygroundOptions> = {}): Promise<Stage> {
  const stage = await raiseStage(options);
  onTestFinished(() => stage.close(), 30_000);
  return stage;
}
