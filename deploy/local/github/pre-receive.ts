// Run by git inside a bare repository while a push waits: exit code 1 refuses the whole push.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import {
  isDeletion,
  type PathChange,
  parsePathChanges,
  parseRefUpdates,
  protectedBranchProblem,
  type RefUpdate,
  workflowProblem,
} from './push-rules.ts';

const Push = z.object({ defaultBranch: z.string(), permissions: z.record(z.string(), z.enum(['read', 'write'])) });

const { defaultBranch, permissions } = Push.parse(JSON.parse(process.env.BELLHOP_PUSH ?? ''));
const problems = parseRefUpdates(readFileSync(0, 'utf8')).flatMap((update) => problemOf(update) ?? []);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

function problemOf(update: RefUpdate): string | undefined {
  return (
    protectedBranchProblem(update, defaultBranch) ??
    (isDeletion(update) ? undefined : workflowProblem(workflowChanges(update), permissions, isOnABranch))
  );
}

/** What the commits that are new to the repository do to workflow files, each commit for itself. */
function workflowChanges({ after }: RefUpdate): readonly PathChange[] {
  const how = ['--raw', '-z', '-m', '--no-abbrev', '--no-renames', '--full-history', '--format='];
  return parsePathChanges(git('log', ...how, after, '--not', '--all', '--', '.github/workflows'));
}

function isOnABranch({ path, blob }: PathChange): boolean {
  if (blob === undefined) return git('ls-tree', `refs/heads/${defaultBranch}`, '--', path) === '';
  const branches = git('for-each-ref', '--format=%(refname)', 'refs/heads/').split('\n');
  return branches.some((branch) => branch !== '' && git('ls-tree', '-z', branch, '--', path).includes(blob));
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}
