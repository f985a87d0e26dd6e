import { vi } from 'vitest';

/** Waits until what is expected holds. How long is no promise of anybody: machines that run tests are busy. */
export function eventually(holds: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(holds, { timeout: 30_000, interval: 10 });
}
