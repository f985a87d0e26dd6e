import type { Check, RepositoryFiles, SetUp } from '../check.ts';

/** What one language's or tool's conventions say about a repository. */
export interface Ecosystem {
  readonly setup: readonly SetUp[];
  readonly checks: readonly Check[];
  /** What was found and where, as a part of a sentence. */
  readonly words: string;
}

export const NOTHING: Ecosystem = { setup: [], checks: [], words: '' };

/** Looks at a folder as if it were a repository. `present` holds the paths of all its files. */
export type Detect = (files: RepositoryFiles, present: ReadonlySet<string>) => Promise<Ecosystem>;

/** One check, set up by some commands, all of them by means of the same programs. */
export function ecosystem(
  needs: readonly string[],
  commands: readonly string[],
  check: Check,
  seenIn: string,
): Ecosystem {
  return {
    setup: commands.map((command) => ({ command, needs })),
    checks: [{ ...check, needs }],
    words: `${check.name} (${seenIn})`,
  };
}

/** The same where all of it lies in a folder of a bigger repository, as somebody at the root would type it. */
export function inFolder(folder: string, { setup, checks, words }: Ecosystem): Ecosystem {
  const there = <Step extends SetUp>(step: Step): Step => ({ ...step, command: `cd ${folder} && ${step.command}` });
  return {
    setup: setup.map(there),
    checks: checks.map(({ report, ...check }) => ({
      ...there(check),
      name: `${check.name} (${folder})`,
      ...(report && { report: report.path === undefined ? report : { ...report, path: `${folder}/${report.path}` } }),
    })),
    words: `${words} in ${folder}`,
  };
}
