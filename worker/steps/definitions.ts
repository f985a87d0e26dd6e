import { isDeepStrictEqual } from 'node:util';
import { asBaseDefines, definesChecks, locksDependencies } from '../checks/definitions.ts';
import { type Entry, entriesBefore, readFileAt, storeText } from '../commits.ts';
import type { Git } from '../git.ts';

/** What a change means for the checks. */
export interface Touched {
  /** Files that define the checks and say something else at head: what stands for each while the change is verified. */
  readonly definitions: ReadonlyMap<string, Entry>;
  /** Whether what is installed for base may not do for head. */
  readonly dependencies: boolean;
}

interface Sides {
  readonly base: string;
  readonly head: string;
}

/** Compares two commits by the files that decide what is checked and installed. */
export async function touchedBetween(git: Git, { base, head }: Sides): Promise<Touched> {
  const definitions = new Map<string, Entry>();
  let dependencies = false;
  for (const [path, before] of await entriesBefore(git, base, head)) {
    if (!definesChecks(path) && !locksDependencies(path)) continue;
    const texts = { path, base: await readFileAt(git, base, path), head: await readFileAt(git, head, path) };
    dependencies ||= locksDependencies(path) && dependenciesDiffer(texts);
    if (definesChecks(path) && definitionsDiffer(texts)) definitions.set(path, await standIn(git, texts, before));
  }
  return { definitions, dependencies };
}

interface Texts {
  readonly path: string;
  readonly base: string | undefined;
  readonly head: string | undefined;
}

/** What base has, but for a manifest, of which only a part defines checks. */
async function standIn(git: Git, { path, base, head }: Texts, before: Entry): Promise<Entry> {
  const text = asBaseDefines(path, base, head);
  return text === undefined || text === base ? before : storeText(git, text);
}

function definitionsDiffer({ path, base, head }: Texts): boolean {
  const wanted = asBaseDefines(path, base, head);
  return !isDeepStrictEqual(meaningOf(path, wanted), meaningOf(path, head));
}

const DEPENDENCY_KEYS = [
  ...['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'],
  ...['workspaces', 'overrides', 'resolutions', 'pnpm', 'packageManager'],
];

/** Any change of a lock file counts; of a manifest only what it asks to be installed. */
export function dependenciesDiffer({ path, base, head }: Texts): boolean {
  if (!path.endsWith('package.json')) return base !== head;
  const [before, after] = [Object(meaningOf(path, base)), Object(meaningOf(path, head))];
  return DEPENDENCY_KEYS.some((key) => !isDeepStrictEqual(before[key], after[key]));
}

/** JSON by its content: neither the order of keys nor white space means anything. */
function meaningOf(path: string, text: string | undefined): unknown {
  if (text === undefined || !path.endsWith('package.json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    // Broken JSON means just its text.
    return text;
  }
}
