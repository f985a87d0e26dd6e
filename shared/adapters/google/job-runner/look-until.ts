import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 50;
const LONGEST_MS = 3_000;

/** Looks again, after growing pauses, until there is something; undefined when nothing came in time. */
export async function lookUntil<T>(look: () => Promise<T | undefined>, withinMs: number): Promise<T | undefined> {
  const deadline = performance.now() + withinMs;
  for (let pauseMs = FIRST_MS; ; pauseMs = Math.min(LONGEST_MS, pauseMs * 1.5)) {
    const found = await look();
    if (found !== undefined || performance.now() >= deadline) return found;
    await sleep(Math.min(pauseMs, Math.max(0, deadline - performance.now())));
  }
}
