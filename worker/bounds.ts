import type { Assignment } from '#shared/worker-api.ts';
import type { Limits } from './sandbox/sandbox.ts';

const MiB = 1024 * 1024;
const MINUTE_MS = 60_000;

/** What one command may use; how long comes from the assignment. */
export function commandLimits({ commandMinutes }: Assignment['limits']): Limits {
  return {
    wallMs: commandMinutes * MINUTE_MS,
    memoryBytes: 4_096 * MiB,
    processes: 512,
    diskBytes: 8_192 * MiB,
    outputBytes: 16 * MiB,
  };
}

/** What the agent's tools on files may use: they do little, and quickly. The time is for each call. */
export function toolLimits(limits: Limits): Limits {
  return { ...limits, wallMs: Math.min(limits.wallMs, MINUTE_MS), processes: Math.min(limits.processes, 64) };
}

/**
 * How long a conversation with a model may grow, in its tokens, before the oldest of it is left out. Most models take in
 * more, but read it slower, dearer and less carefully; one that takes in less says so.
 */
export const CONTEXT_TOKENS = 100_000;

/** How long each step may take, so that nothing waits for ever. A check's own limit is reached long before. */
export function stepDeadlines({ commandMinutes, minutes }: Assignment['limits']) {
  return {
    // It waits for what the provisioning fetches.
    hydrate: milliseconds(2 + FETCH_MINUTES),
    provision: milliseconds(FETCH_MINUTES + 3 * commandMinutes),
    baseline: milliseconds(5 + 5 * commandMinutes),
    implement: milliseconds(5 + minutes),
    verify: milliseconds(5 + 8 * commandMinutes),
    finalize: milliseconds(5),
  };
}

const FETCH_MINUTES = 10;

/** As a timer takes them: whole, and no more than fit. */
const milliseconds = (minutes: number): number => Math.min(2 ** 31 - 1, Math.round(minutes * MINUTE_MS));
