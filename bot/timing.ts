/** How long things may take before the bot acts on them. All in milliseconds. */
export interface Timing {
  /** A worker's lease on its attempt. */
  readonly leaseMs: number;
  /** A bot's lease on a workspace's Slack writes: threads stand still for so long when it dies. */
  readonly writerLeaseMs: number;
  /** Between two sweeps. */
  readonly sweepMs: number;
  /** Without news, a task that should be moving through the queue is put into it again. */
  readonly requeueMs: number;
  /** From an execution's end until its last events must have arrived. */
  readonly goneMs: number;
  /** The same, when events are held because one before them is missing. */
  readonly gapMs: number;
  /** What a worker gets to stop by itself after cancel was asked. */
  readonly cancelMs: number;
  /** Between two looks at open pull requests, of one repository each. */
  readonly watchMs: number;
  /** From drawing a finished card until it is drawn once more, so that a late request of a dead writer cannot win. */
  readonly settleMs: number;
  /** What counts as a minute in Slack's budgets; shorter only where the Slack is one of our own. */
  readonly budgetMinuteMs: number;
}

export const TIMING: Timing = {
  leaseMs: 60_000,
  writerLeaseMs: 15_000,
  sweepMs: 5_000,
  requeueMs: 20_000,
  goneMs: 3_000,
  gapMs: 60_000,
  cancelMs: 10_000,
  watchMs: 20_000,
  settleMs: 30_000,
  budgetMinuteMs: 60_000,
};
