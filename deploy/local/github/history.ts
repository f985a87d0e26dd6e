import type { Git } from './git.ts';

/** A commit as a list shows it. */
export interface CommitSummary {
  readonly commit: string;
  readonly author: string;
  /** As its author's clock had it; text of a stranger like everything in a commit. */
  readonly date: string;
  readonly title: string;
}

const FORMAT = '--format=%H%x00%an%x00%aI%x00%s';
const FIELDS = 4;

/** Commits that can be reached from one and not from another, newest first. */
export async function history(
  git: Git,
  gitDir: string,
  from: string,
  { without, skip = 0, most }: { without?: string; skip?: number; most: number },
): Promise<readonly CommitSummary[]> {
  const range = without === undefined ? [from] : [from, `^${without}`];
  const text = await git.run(gitDir, ['log', '-z', FORMAT, `--max-count=${most}`, `--skip=${skip}`, ...range, '--']);
  const fields = text.split('\0');
  return Array.from({ length: Math.floor(fields.length / FIELDS) }, (_, index) => {
    const [commit = '', author = '', date = '', title = ''] = fields.slice(index * FIELDS);
    return { commit, author, date, title };
  });
}

export interface Branch extends CommitSummary {
  readonly name: string;
}

const BRANCH_FORMAT =
  '--format=%(objectname)%00%(authorname)%00%(authordate:iso-strict)%00%(refname:lstrip=2)%00%(subject)';

/** Branches with their newest commit, the branch that moved last first. */
export async function recentBranches(git: Git, gitDir: string): Promise<readonly Branch[]> {
  const text = await git.run(gitDir, ['for-each-ref', '--sort=-committerdate', BRANCH_FORMAT, 'refs/heads/']);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [commit = '', author = '', date = '', name = '', title = ''] = line.split('\0');
      return { commit, author, date, name, title };
    });
}

/** How many commits each of two has that the other lacks. */
export async function distance(
  git: Git,
  gitDir: string,
  one: string,
  other: string,
): Promise<{ readonly ahead: number; readonly behind: number }> {
  const counts = await git.run(gitDir, ['rev-list', '--left-right', '--count', `${one}...${other}`, '--']);
  const [ahead = 0, behind = 0] = counts.split('\t').map(Number);
  return { ahead, behind };
}

export async function countCommits(git: Git, gitDir: string, from: string): Promise<number> {
  return Number(await git.run(gitDir, ['rev-list', '--count', from, '--']));
}
