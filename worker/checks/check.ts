import type { BenchmarkPlan, ScreenshotPlan } from './measures.ts';

/** The base commit's files: what a repository's checks are comes from here, never from the tree an agent changed. */
export interface RepositoryFiles {
  /** A text file; undefined when there is none of that path. */
  read(path: string): Promise<string | undefined>;
  /** Every file's path, from the root, with `/`. */
  list(): Promise<readonly string[]>;
}

/** What test runners print for people and we read too: found in a check's output, where no file is named. */
export const PRINTED_FORMATS = ['unittest', 'tap', 'libtest', 'minitest', 'test-unit'] as const;
export type PrintedFormat = (typeof PRINTED_FORMATS)[number];

/** What a test runner can write, and we can read. */
export const REPORT_FORMATS = ['junit', 'trx', 'jest', 'vitest', 'mocha', 'rspec', 'go', ...PRINTED_FORMATS] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Installs what the checks need. Of all commands only these get the network. */
export interface SetUp {
  readonly command: string;
  /** Programs without which it cannot begin, so that their absence can be told from a failure. */
  readonly needs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where it starts, from the root of the repository. */
  readonly folder?: string;
  /** Written for bash, which then stops at the first line that fails; else for any shell. */
  readonly shell?: 'bash';
  /** Has a folder of its own, so that it may run at the same time as the next one of which that is true. */
  readonly apart?: true;
}

/** A command that shows by its exit code whether the repository is well. */
export interface Check {
  readonly name: string;
  readonly command: string;
  readonly needs?: readonly string[];
  /**
   * Where the command writes reports of its own: a path, or a glob for several, from the root of the repository.
   * Without it the runners are asked for one through the environment.
   */
  readonly report?: { readonly format: ReportFormat; readonly path?: string };
  readonly timeoutMs?: number;
}

/** How a repository is set up and tested, and where that is written down. */
export interface CheckPlan {
  readonly source: '.agent.yml' | 'detected' | 'none';
  readonly setup: readonly SetUp[];
  readonly checks: readonly Check[];
  /** What is measured and shown beside the checks, where `.agent.yml` names some. */
  readonly benchmarks?: readonly BenchmarkPlan[];
  readonly screenshots?: readonly ScreenshotPlan[];
  /** Files at base that decide what the checks run. `definesChecks` also knows the ones a change may add. */
  readonly definitions: readonly string[];
  /** Files that decide what the set-up installs: when one changes, the set-up runs again. */
  readonly lockFiles: readonly string[];
  /** Globs no task may change, as the repository itself asks. */
  readonly protected: readonly string[];
  /** For people: what was found and why. */
  readonly words: string;
}
