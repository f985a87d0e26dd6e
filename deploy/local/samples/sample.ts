import { join } from 'node:path';

/** A program's name and its arguments. */
type Command = readonly [string, ...string[]];

/** Something to ask a sample for, and a recording of the work it leads to. */
interface Suggestion {
  /** `red baseline`: a test fails before that has nothing to do with what is asked. */
  readonly kind: 'bug' | 'feature' | 'red baseline';
  /** What to type behind the name of the repository. */
  readonly words: string;
  /** What there is to see in it, for whoever chooses one. */
  readonly shows: string;
  /** What the scripted model plays for it. */
  readonly cassette: string;
  readonly expected: Ending;
  readonly proof: Proof;
}

/** What the platform finds. Tests are named as evidence names them; the groups left out stay empty. */
interface Ending {
  readonly pullRequest: 'ready' | 'draft';
  readonly fixed?: readonly string[];
  readonly added?: readonly string[];
  readonly stillFailing?: readonly string[];
}

/** Convinces somebody who believes neither the agent nor the platform. */
export interface Proof {
  /** The test that shows it, or what is seen where no test did before. */
  readonly of: string;
  /** Run at the root of a fresh clone: fails before the change, succeeds after it. */
  readonly command: Command;
}

/** A small repository for the playground to be asked about. */
export interface Sample {
  readonly repository: string;
  /** What it is, in a few words. */
  readonly title: string;
  readonly language: string;
  /** Programs its tests run with; where one is missing, the sample cannot be tried. */
  readonly needs: readonly string[];
  /** Its files; the playground makes a git repository of them. */
  readonly folder: string;
  /** The first is the one that is asked for where nobody chooses. */
  readonly suggestions: readonly [Suggestion, ...Suggestion[]];
}

/** A sample whose files are in the folder of its name. */
export function sample(about: Omit<Sample, 'folder'>): Sample {
  const name = about.repository.slice(about.repository.indexOf('/') + 1);
  return { ...about, folder: join(import.meta.dirname, 'repositories', name) };
}

export const cassette = (name: string): string => join(import.meta.dirname, 'cassettes', `${name}.json`);
