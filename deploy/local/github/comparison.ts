import type { Git } from './git.ts';

/** How far a head has come from its base. */
export interface Comparison {
  readonly commits: number;
  readonly files: readonly { readonly path: string; readonly added: number; readonly deleted: number }[];
}

/** undefined when the two share no history. */
export async function compare(git: Git, gitDir: string, base: string, head: string): Promise<Comparison | undefined> {
  const forkedAt = await git.ask(gitDir, ['merge-base', base, head]);
  if (forkedAt === undefined) return undefined;
  const commits = await git.run(gitDir, ['rev-list', '--count', `${base}..${head}`]);
  const changes = await git.run(gitDir, ['diff', '--numstat', '-z', '--no-renames', forkedAt, head, '--']);
  return { commits: Number(commits), files: changes.split('\0').flatMap(parseChange) };
}

const CHANGE = /^(\d+|-)\t(\d+|-)\t([\s\S]+)$/;

function parseChange(line: string): Comparison['files'] {
  const [, added = '', deleted = '', path = ''] = CHANGE.exec(line) ?? [];
  return path === '' ? [] : [{ path, added: lines(added), deleted: lines(deleted) }];
}

// git counts no lines of a binary file and writes a dash.
function lines(count: string): number {
  return count === '-' ? 0 : Number(count);
}
