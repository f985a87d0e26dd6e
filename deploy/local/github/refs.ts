import type { Git } from './git.ts';
import { commitAt } from './git-read.ts';

/** A place in a repository: a branch, tag or commit, and a path in it. */
export interface Place {
  readonly ref: string;
  readonly commit: string;
  readonly path: string;
}

/** Finds where the ref ends in `agent/fix/src/cart.js`: the longest branch or tag wins, as a branch may have slashes. */
export async function placeAt(git: Git, gitDir: string, text: string): Promise<Place | undefined> {
  const trimmed = text.replace(/\/+$/, '');
  const names = await refNames(git, gitDir);
  const known = names.filter((name) => trimmed === name || trimmed.startsWith(`${name}/`));
  const ref = known.toSorted((one, other) => other.length - one.length)[0] ?? trimmed.split('/')[0] ?? '';
  const commit = await commitAt(git, gitDir, ref);
  return commit === undefined ? undefined : { ref, commit, path: trimmed.slice(ref.length + 1) };
}

async function refNames(git: Git, gitDir: string): Promise<readonly string[]> {
  const text = await git.run(gitDir, ['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads/', 'refs/tags/']);
  return text.split('\n').filter((name) => name !== '');
}
