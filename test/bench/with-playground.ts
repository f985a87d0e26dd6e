import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Playground, type PlaygroundOptions, startPlayground } from '#deploy/local/playground.ts';
import { sampleRepositories } from '#deploy/local/repositories.ts';

/** A playground of its own for one measurement, and nothing left of it afterwards. */
export async function withPlayground<T>(
  options: Partial<PlaygroundOptions>,
  measure: (playground: Playground) => Promise<T>,
): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), 'bellhop-bench-'));
  const playground = await startPlayground({ repositories: sampleRepositories(), ...options, data });
  try {
    return await measure(playground);
  } finally {
    await playground.close();
    rmSync(data, { recursive: true, force: true });
  }
}
