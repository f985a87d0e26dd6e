import type { Readable } from 'node:stream';

/** Bounds of one command. All of them hold together; the first one reached ends it. */
export interface Limits {
  readonly wallMs: number;
  /** Resident memory of the whole process tree. */
  readonly memoryBytes: number;
  readonly processes: number;
  /** Growth of workspace and home together; also the largest single file. */
  readonly diskBytes: number;
  /** Bytes of output kept in the log file; a command that writes more is stopped. */
  readonly outputBytes: number;
}

export interface Command {
  readonly argv: readonly string[];
  /** Folder relative to the workspace; the workspace itself when absent. */
  readonly cwd?: string;
  /** Added to the sandbox's own few variables (PATH, HOME, LANG, …). Nothing is inherited from the worker. */
  readonly env?: Readonly<Record<string, string>>;
  /** For the standard input, which is closed at once when absent. What comes only as the command runs cannot be opened again. */
  readonly input?: string | Readable;
  /** `none`: no network at all. `egress`: the allowlist, through the egress proxy. */
  readonly network: 'none' | 'egress';
  readonly limits: Limits;
  /** The whole output, stdout and stderr together, is written here. */
  readonly logFile: string;
  readonly onOutput?: (text: string) => void;
  readonly signal: AbortSignal;
}

export interface Result {
  /** null when the command was stopped. */
  readonly exitCode: number | null;
  /** Why it was stopped, when it was. */
  readonly stopped?: 'timeout' | 'memory' | 'disk' | 'output' | 'aborted';
  /** stdout and stderr in the order they came; the middle is cut out when longer than 64 KiB, and the cut is said. */
  readonly output: string;
  readonly tookMs: number;
}

/** Where repository content may run. Paths inside are `/workspace` and `/home/agent`, whatever they are outside. */
export interface Sandbox {
  /** `none` isolates nothing; admission lets it through for the playground's own samples only. */
  readonly kind: 'bubblewrap' | 'none';
  /** Runs one command to its end. Rejects only when the sandbox itself cannot run; every end of the command is a result. */
  run(command: Command): Promise<Result>;
  /** Hosts a command asked the egress proxy for and did not get, each once. */
  refusedHosts(): readonly string[];
  /** Ends the proxy and whatever still runs. */
  close(): Promise<void>;
}
