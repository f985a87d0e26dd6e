import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command, Limits } from '#worker/sandbox/sandbox.ts';

const MEBIBYTE = 1024 ** 2;
const LIMITS: Limits = {
  wallMs: 20_000,
  memoryBytes: 512 * MEBIBYTE,
  processes: 64,
  diskBytes: 256 * MEBIBYTE,
  outputBytes: 4 * MEBIBYTE,
};

type CommandOptions = Partial<Omit<Command, 'limits'>> & { readonly limits?: Partial<Limits> };

/** The folders of one sandbox, on a disk of the host. */
export interface Place {
  readonly folder: string;
  readonly workspace: string;
  readonly home: string;
  readonly gitDir: string;
  readonly logFile: string;
  command(argv: readonly string[], options?: CommandOptions): Command;
  /** A line of shell, inside. */
  shell(script: string, options?: CommandOptions): Command;
  remove(): void;
}

/** Makes folders that belong to `owner`, the user the worker of this test runs as. */
export function makePlace(owner: number): Place {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-test-'));
  const inside = (name: string) => join(folder, name);
  for (const name of ['workspace', 'home']) mkdirSync(inside(name));
  execFileSync('git', ['init', '--quiet', '--bare', inside('git')]);
  execFileSync('chown', ['-R', `${owner}:${owner}`, folder]);
  const place = {
    folder,
    workspace: inside('workspace'),
    home: inside('home'),
    gitDir: inside('git'),
    logFile: inside('log'),
    command: (argv: readonly string[], { limits, ...options }: CommandOptions = {}): Command => ({
      argv,
      network: 'none',
      limits: { ...LIMITS, ...limits },
      logFile: inside('log'),
      signal: new AbortController().signal,
      ...options,
    }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  return { ...place, shell: (script, options) => place.command(['sh', '-c', script], options) };
}

/** Processes of this machine that have a word in their command line; the word should occur nowhere else. */
export function processesNaming(word: string): number[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.filter((id) => commandLine(id).includes(word)).map(Number);
}

function commandLine(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

export function own(path: string, owner: number): void {
  chownSync(path, owner, owner);
}
