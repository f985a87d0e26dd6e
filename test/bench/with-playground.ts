import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Playground, type PlaygroundOptions, startPlayground } from '#deploy/local/playground.ts';
import { sampleRepositories } from '#deploy/local/repositories.ts';
import type { TaskStore } from '#shared/ports.ts';
import { embeddedTestStack } from '../stacks/embedded.ts';
import type { TestStack } from '../stacks/stack.ts';

export interface Measured extends Playground {
  /** The bot's own. */
  readonly store: TaskStore;
}

/** A playground of its own for one measurement, and nothing left of it afterwards. */
export async function withPlayground<T>(
  { stack = embeddedTestStack(), ...options }: Partial<PlaygroundOptions> & { readonly stack?: TestStack },
  measure: (playground: Measured) => Promise<T>,
): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), 'bellhop-bench-'));
  const playground = await startPlayground({
    repositories: sampleRepositories(),
    ...options,
    data,
    env: { ...stack.env, ...options.env },
  });
  try {
    return await measure({ ...playground, store: await stack.openStore(playground) });
  } finally {
    await playground.close();
    await stack.close();
    rmSync(data, { recursive: true, force: true });
  }
}
