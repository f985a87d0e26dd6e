import { parse } from 'yaml';
import * as z from 'zod';
import type { RepositoryFiles } from '../check.ts';
import { patternOf } from '../globs.ts';
import { isPlain } from './folders.ts';

const Globs = z.array(z.string());
const Workspaces = Globs.or(z.looseObject({ packages: Globs }).transform(({ packages }) => packages)).catch([]);
const PnpmFile = z.looseObject({ packages: Globs.catch([]) }).catch({ packages: [] });

/** What a package.json's `workspaces`, or pnpm's file of its own, says belongs together. */
export async function workspaceGlobs(files: RepositoryFiles, named: unknown): Promise<readonly string[]> {
  const text = await files.read('pnpm-workspace.yaml');
  return text === undefined ? Workspaces.parse(named) : PnpmFile.parse(plainData(text)).packages;
}

/** The folders of a repository's workspaces. One whose name a shell might misread is left out. */
export function workspaceFolders(globs: readonly string[], present: ReadonlySet<string>): readonly string[] {
  const wanted = globs.filter((glob) => !glob.startsWith('!')).map(matcher);
  const unwanted = globs.filter((glob) => glob.startsWith('!')).map((glob) => matcher(glob.slice(1)));
  const folders = [...present].flatMap((path) => /^(.+)\/package\.json$/.exec(path)?.[1] ?? []);
  return folders
    .filter((folder) => wanted.some((glob) => glob.test(folder)) && !unwanted.some((glob) => glob.test(folder)))
    .filter(isPlain)
    .sort();
}

function matcher(glob: string): RegExp {
  return new RegExp(`^${patternOf(glob.replace(/\/$/, ''))}$`);
}

/** A file that cannot be read is pnpm's to complain about, in the set-up. */
function plainData(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}
