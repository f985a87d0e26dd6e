import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redact } from '#shared/text/redact.ts';
import type { Limits, Sandbox } from '../sandbox/sandbox.ts';

/** Where commands run, for which commit, and who hears of it. */
export interface Setting {
  readonly sandbox: Sandbox;
  /** The commit in the workspace: what is seen is bound to it. */
  readonly commit: string;
  /** Which run on this commit it is, from 1, the first when absent: each writes logs of its own. */
  readonly round?: number;
  /** Folder the logs are written to, each under a name of its own. */
  readonly logs: string;
  readonly limits: Limits;
  /** Hears the last lines of the running command, redacted, whenever there are more. */
  readonly onTail: (command: string, tail: string) => void;
  readonly signal: AbortSignal;
  readonly redact: Redact;
}

const ERRAND_MS = 60_000;

/**
 * Runs a command of our own in the sandbox and gives its whole output. What a check left behind is only ever touched
 * this way: a link in there may lead anywhere, but only in there.
 */
export async function runErrand(
  argv: readonly string[],
  outputBytes: number,
  setting: Setting,
): Promise<{ readonly done: boolean; readonly tooLong: boolean; readonly output: string }> {
  const logFile = join(setting.logs, '.errand');
  const limits = { ...setting.limits, wallMs: ERRAND_MS, outputBytes };
  const { sandbox, signal } = setting;
  try {
    const { exitCode, stopped } = await sandbox.run({ argv, network: 'none', limits, logFile, signal });
    signal.throwIfAborted();
    const output = await readFile(logFile, 'utf8');
    return { done: exitCode === 0, tooLong: stopped === 'output', output };
  } finally {
    await rm(logFile, { force: true });
  }
}
