import { allows, type Permissions } from './tokens.ts';

export interface RefUpdate {
  readonly before: string;
  readonly after: string;
  readonly ref: string;
}

/** The lines git gives a pre-receive hook. */
export function parseRefUpdates(input: string): readonly RefUpdate[] {
  return input
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [before = '', after = '', ref = ''] = line.split(' ');
      return { before, after, ref };
    });
}

export function isDeletion({ after }: RefUpdate): boolean {
  return /^0+$/.test(after);
}

/** The default branch changes through pull requests only. */
export function protectedBranchProblem(update: RefUpdate, defaultBranch: string): string | undefined {
  if (update.ref !== `refs/heads/${defaultBranch}`) return undefined;
  return `error: GH006: Protected branch update failed for ${update.ref}.\nerror: Changes must be made through a pull request.`;
}

/** A file a new commit leaves with this content; no blob when it takes the file away. */
export interface PathChange {
  readonly path: string;
  readonly blob: string | undefined;
}

/** Without the permission, a workflow file may only become what it already is on a branch of the repository. */
export function workflowProblem(
  changes: readonly PathChange[],
  permissions: Permissions,
  isOnABranch: (change: PathChange) => boolean,
): string | undefined {
  if (allows(permissions, 'workflows', 'write')) return undefined;
  const refused = changes.find((change) => !isOnABranch(change));
  if (refused === undefined) return undefined;
  return `refusing to allow a GitHub App to create or update workflow \`${refused.path}\` without \`workflows\` permission`;
}

const RAW = /^:\d{6} \d{6} [0-9a-f]{40} ([0-9a-f]{40}) [A-Z]\d*$/;

/** Reads `git log --raw -z`: a line of facts, a path, and so on. */
export function parsePathChanges(output: string): readonly PathChange[] {
  const fields = output.split('\0').map((field) => field.trimStart());
  return fields.flatMap((field, index) => {
    const blob = RAW.exec(field)?.[1];
    const path = fields[index + 1];
    if (blob === undefined || path === undefined) return [];
    return [{ path, blob: /^0+$/.test(blob) ? undefined : blob }];
  });
}
