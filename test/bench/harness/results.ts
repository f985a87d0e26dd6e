/** One run, as the harness bench writes it down; of its fields those that are used here. */
export interface Run {
  readonly contestant: string;
  readonly script: string;
  readonly phase: 'warmup' | 'timed' | 'memory';
  /** From the start of its process to its first request. */
  readonly firstMainMs: number;
}

/** Medians of a contestant's runs of one script. */
export interface Row {
  readonly contestant: string;
  readonly script: 'short' | 'long';
  readonly passed: number;
  readonly played: number;
  readonly firstMainMs: number;
  readonly turnMs: number;
  readonly peakRssMiB: number;
  readonly firstRequestBytes: number;
  /** Share of requests that are the one before and more at the end. */
  readonly stablePrefix: number;
  readonly mainRequests: number;
  /** Of all turns. */
  readonly turnSumMs: number;
  /** Of all its processes, whatever they did. */
  readonly cpuS: number;
}

/** What came out of all runs. */
export interface Contest {
  readonly summary: readonly Row[];
  /** What the blueprint's other steps took, and the first request without those before it. */
  readonly ours: readonly {
    readonly contestant: string;
    readonly script: string;
    readonly firstRequestMs: number;
    readonly beforeMs: number;
    readonly afterMs: number;
  }[];
}
