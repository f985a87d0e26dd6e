import { readLineCounts } from './diff/changes.ts';
import type { Git } from './git.ts';

/** How far a head has come from its base. */
export interface Comparison {
  /** Where the two parted. */
  readonly forkedAt: string;
  readonly commits: number;
  readonly files: readonly { readonly path: string; readonly added: number; readonly deleted: number }[];
}

/** undefined when the two share no history. */
export async function compare(git: Git, gitDir: string, base: string, head: string): Promise<Comparison | undefined> {
  const forkedAt = await git.ask(gitDir, ['merge-base', base, head]);
  if (forkedAt === undefined) return undefined;
  const commits = await git.run(gitDir, ['rev-list', '--count', `${base}..${head}`]);
  const changes = await git.run(gitDir, ['diff', '--numstat', '-z', '--find-renames', forkedAt, head, '--']);
  const files = [...readLineCounts(changes)].map(([path, { added, deleted }]) => ({ path, added, deleted }));
  return { forkedAt, commits: Number(commits), files };
}
